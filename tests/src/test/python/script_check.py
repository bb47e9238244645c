"""What PythonTest runs: prints its arguments and a part of its environment."""

import os
import pathlib
import sys

if sys.argv[1] == "fail":
    sys.exit("this went wrong on purpose")
if sys.argv[1] == "wait":
    import time

    time.sleep(60)
print(" ".join(sys.argv[1:]))
print(pathlib.Path.cwd().name, os.environ["KERAS_BACKEND"], repr(os.environ["CUDA_VISIBLE_DEVICES"]))
