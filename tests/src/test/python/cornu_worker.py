"""Answers requests of PythonWorker.java, one JSON object a line, until the input ends.

A request names a function of a module in this folder, which is called with the request's working folder (a
pathlib.Path) and its arguments by name. What it returns is sent back as JSON. Importing TensorFlow takes five
seconds, so that one process serves all tests.
"""

import gc
import importlib
import json
import os
import pathlib
import sys
import traceback


def _module(name):
    """What the libraries hold is no garbage: Keras looks for some whenever it clears its state, 0.14 s each time."""
    if name not in sys.modules:
        importlib.import_module(name)
        gc.collect()
        gc.freeze()
    return sys.modules[name]


def main():
    # Keras prints progress: only replies may reach the real standard output.
    replies = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    sys.path.insert(0, str(pathlib.Path(__file__).parent))
    for line in sys.stdin:
        request = json.loads(line)
        try:
            function = getattr(_module(request["module"]), request["function"])
            result = function(pathlib.Path(request["folder"]), **request["arguments"])
            reply = {"result": result}
        except Exception:
            reply = {"error": traceback.format_exc()}
        replies.write(json.dumps(reply) + "\n")
        replies.flush()


if __name__ == "__main__":
    main()
