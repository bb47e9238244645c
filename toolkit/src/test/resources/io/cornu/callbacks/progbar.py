"""Writes progbar.csv: what Keras 3.15.1's Progbar prints at scripted times, for ProgbarTest.java.

One row an update: the time, the step, whether it is the last update, the metrics, and what was printed, as the
hexadecimal bytes of its UTF-8 form.

Run in this folder:  python progbar.py
"""

import csv
import os
import random

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

from keras.src.utils import io_utils, progbar

printed = []
io_utils.print_msg = lambda message, line_break=True: printed.append(message + ("\n" if line_break else ""))
now = 0.0
progbar.time.time = lambda: now

# target, seconds a step, seconds of the first step
CASES = [(1, 0.2, 0.2), (3, 0.004, 0.5), (9, 0.02, 0.02), (10, 2.5, 2.5), (100, 0.03, 1.0), (117, 0.0000045, 0.00001),
         (1875, 0.001, 0.2), (40, 100.0, 300.0), (12345, 0.6, 0.6), (7, 0.999, 0.0004)]
NUMBERS = [0.31268, 0.00100001, 0.001, 9.99e-4, 1e-9, 0.0, -0.5, -1e-5, 12345.67891, 2.675, 0.00005, float("nan"), float("inf")]

with open("progbar.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow("case verbose target start time step last values printed".split())
    for verbose in (1, 2):
        for number, (target, pace, first) in enumerate(CASES):
            random.seed(number)
            start = now = 1000.0
            bar = progbar.Progbar(target=target, verbose=verbose, stateless_metrics=set())
            bar._dynamic_display = True
            steps = range(1, target + 1) if target <= 20 else sorted({1, 2, 3, 4, target // 3, target // 2, target - 1, target})
            for step in steps:
                now = start + first + (step - 1) * pace
                values = {"loss": random.choice(NUMBERS), "accuracy": random.choice(NUMBERS)}
                if verbose == 1:
                    bar.update(step, list(values.items()), finalize=False)
                writer.writerow([f"{number}_{verbose}", verbose, target, start, repr(now), step, 0,
                                 " ".join(f"{k}={v!r}" for k, v in values.items()), "".join(printed).encode().hex()])
                printed.clear()
            now += 0.123
            values = {"loss": random.choice(NUMBERS), "accuracy": random.choice(NUMBERS), "val_loss": random.choice(NUMBERS)}
            bar.update(target, list(values.items()), finalize=True)
            writer.writerow([f"{number}_{verbose}", verbose, target, start, repr(now), target, 1,
                             " ".join(f"{k}={v!r}" for k, v in values.items()), "".join(printed).encode().hex()])
            printed.clear()
