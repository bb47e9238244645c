"""Writes callbacks.csv: what Keras 3.15.1's callbacks do on scripted logs, for CallbackTraceTest.java.

One row an epoch: the scripted values, the learning rate after the epoch, whether training was stopped, the files
written in the epoch, and in the last row of a case which epoch's weights the model has when training has ended.

Run in this folder:  python callbacks.py
"""

import csv
import os
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np

nan, inf = float("nan"), float("inf")
SLOW = [1.0, 0.9, 0.8, 0.85, 0.81, 0.7, 0.7, 0.69, 0.71, 0.72, 0.73, 0.74, 0.5]
FLAT = [0.5] * 9
TINY = [0.5, 0.5 - 1e-9, 0.4999, 0.49985, 0.4998, 0.4, 0.39995, 0.3999]
WORSE = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]
BROKEN = [0.5, nan, 0.4, 0.45, nan, 0.3, 0.35, 0.36, 0.37]
NAN_FIRST = [nan, 0.4, 0.3, 0.2, 0.1]
ACCURACY = [0.1, 0.3, 0.5, 0.45, 0.5, 0.49, 0.6, 0.6, 0.6, 0.6]

C = keras.callbacks
CASES = {
    # name: (callback of a folder, scripted val_loss, scripted val_accuracy)
    "stop_default": (lambda d: C.EarlyStopping(), SLOW),
    "stop_patience_2": (lambda d: C.EarlyStopping(patience=2), SLOW),
    "stop_patience_3_restore": (lambda d: C.EarlyStopping(patience=3, restore_best_weights=True), SLOW),
    "stop_patience_20_restore": (lambda d: C.EarlyStopping(patience=20, restore_best_weights=True), SLOW),
    "stop_min_delta": (lambda d: C.EarlyStopping(min_delta=0.1, patience=2), SLOW),
    "stop_flat": (lambda d: C.EarlyStopping(patience=4), FLAT),
    "stop_tiny": (lambda d: C.EarlyStopping(patience=2), TINY),
    "stop_worse_at_once": (lambda d: C.EarlyStopping(restore_best_weights=True), WORSE),
    "stop_baseline": (lambda d: C.EarlyStopping(patience=3, baseline=0.75), SLOW),
    "stop_baseline_never": (lambda d: C.EarlyStopping(patience=3, baseline=0.1, restore_best_weights=True), SLOW),
    "stop_start_from": (lambda d: C.EarlyStopping(patience=1, start_from_epoch=5, restore_best_weights=True), SLOW),
    "stop_nan": (lambda d: C.EarlyStopping(patience=3, restore_best_weights=True), BROKEN),
    "stop_nan_first": (lambda d: C.EarlyStopping(patience=2, restore_best_weights=True), NAN_FIRST),
    "stop_accuracy": (lambda d: C.EarlyStopping(monitor="val_accuracy", patience=3, restore_best_weights=True), ACCURACY),
    "stop_accuracy_min": (lambda d: C.EarlyStopping(monitor="val_accuracy", mode="min", patience=2), ACCURACY),
    "stop_loss_max": (lambda d: C.EarlyStopping(mode="max", patience=2), SLOW),
    "reduce_default": (lambda d: C.ReduceLROnPlateau(), [0.5] * 24),
    "reduce_patience_2": (lambda d: C.ReduceLROnPlateau(patience=2), SLOW),
    "reduce_patience_0": (lambda d: C.ReduceLROnPlateau(patience=0, factor=0.5), SLOW),
    "reduce_cooldown": (lambda d: C.ReduceLROnPlateau(patience=1, cooldown=2, factor=0.5), FLAT),
    "reduce_min_lr": (lambda d: C.ReduceLROnPlateau(patience=1, factor=0.2, min_lr=0.01), FLAT),
    "reduce_min_lr_at_start": (lambda d: C.ReduceLROnPlateau(patience=1, factor=0.2, min_lr=0.1, cooldown=3), FLAT),
    "reduce_min_delta": (lambda d: C.ReduceLROnPlateau(patience=2, min_delta=0.2, factor=0.3), SLOW),
    "reduce_tiny": (lambda d: C.ReduceLROnPlateau(patience=2, factor=0.3), TINY),
    "reduce_nan": (lambda d: C.ReduceLROnPlateau(patience=2, factor=0.3), BROKEN),
    "reduce_accuracy": (lambda d: C.ReduceLROnPlateau("val_accuracy", patience=2, factor=0.5, cooldown=1), ACCURACY),
    "reduce_max": (lambda d: C.ReduceLROnPlateau(mode="max", patience=2, factor=0.5), SLOW),
    "save_each": (lambda d: C.ModelCheckpoint(os.path.join(d, "m{epoch:02d}-{val_loss:.2f}-{val_accuracy:.3e}.keras")), SLOW),
    "save_best": (lambda d: C.ModelCheckpoint(os.path.join(d, "m{epoch}.keras"), save_best_only=True), SLOW),
    "save_best_tiny": (lambda d: C.ModelCheckpoint(os.path.join(d, "m{epoch:3d}.keras"), save_best_only=True), TINY),
    "save_best_nan": (lambda d: C.ModelCheckpoint(os.path.join(d, "m{epoch:d}_{val_loss:.1f}.keras"), save_best_only=True), BROKEN),
    "save_threshold": (
        lambda d: C.ModelCheckpoint(os.path.join(d, "{{m}}{epoch}.keras"), save_best_only=True, initial_value_threshold=0.8),
        SLOW,
    ),
    "save_accuracy": (
        lambda d: C.ModelCheckpoint(os.path.join(d, "m{epoch:04d}.keras"), monitor="val_accuracy", save_best_only=True),
        ACCURACY,
    ),
    "save_min": (
        lambda d: C.ModelCheckpoint(
            os.path.join(d, "m{epoch}.keras"), monitor="val_accuracy", mode="min", save_best_only=True
        ),
        ACCURACY,
    ),
    "save_rounding": (lambda d: C.ModelCheckpoint(os.path.join(d, "m{val_loss:.2f}_{val_loss:.1e}.keras")), [0.125, 0.375, 2.675, 1e-9, 12345.678, inf]),
    "schedule_halves": (lambda d: C.LearningRateScheduler(lambda epoch, rate: rate * 0.5 if epoch % 2 else rate), FLAT),
    "schedule_epoch": (lambda d: C.LearningRateScheduler(lambda epoch, rate: 0.1 / (epoch + 1)), FLAT),
}

model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
model.compile(keras.optimizers.SGD(0.1), "mse", metrics=["accuracy"])
model.fit(np.zeros((2, 1)), np.zeros((2, 1)), verbose=0)

with open("callbacks.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow("case epoch val_loss val_accuracy learning_rate stopped saved weights".split())
    for name, (make, values) in CASES.items():
        model.optimizer.learning_rate = 0.1
        model.stop_training = False
        with tempfile.TemporaryDirectory() as folder:
            callback = make(folder)
            callback.set_model(model)
            callback.on_train_begin()
            rows = []
            for epoch, value in enumerate(values):
                before = set(os.listdir(folder))
                callback.on_epoch_begin(epoch)
                model.set_weights([np.full((1, 1), epoch), np.full((1,), epoch)])
                logs = {"loss": 1.0, "accuracy": 0.5, "val_loss": value, "val_accuracy": value}
                callback.on_epoch_end(epoch, logs)
                saved = " ".join(sorted(s.replace(" ", "_") for s in set(os.listdir(folder)) - before))
                rate = float(model.optimizer.learning_rate)
                rows.append([name, epoch, repr(value), repr(value), repr(rate), int(model.stop_training), saved, ""])
                if model.stop_training:
                    break
            callback.on_train_end()
            rows[-1][-1] = int(model.get_weights()[1][0])
            writer.writerows(rows)
