"""Keras' side of the benchmark: the same model, data and batch size; prints one line of JSON."""

import json
import os
import sys
import time

import keras
import numpy as np
import tensorflow as tf
from keras import layers


def base_cnn():
    return keras.Sequential([
        layers.Input((28, 28, 1)),
        layers.Conv2D(32, 3, padding="same", activation="relu"),
        layers.BatchNormalization(),
        layers.Conv2D(64, 3, padding="same", activation="relu"),
        layers.BatchNormalization(),
        layers.MaxPooling2D(2),
        layers.Dropout(0.25),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.BatchNormalization(),
        layers.Dropout(0.5),
        layers.Dense(10, activation="softmax"),
    ])


def mlp():
    return keras.Sequential([
        layers.Input((28, 28, 1)),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ])


class EpochTimes(keras.callbacks.Callback):
    """Seconds of each epoch."""

    def __init__(self):
        super().__init__()
        self.seconds = []

    def on_epoch_begin(self, epoch, logs=None):
        self.start = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds.append(time.perf_counter() - self.start)


def median_ms(call, times):
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return 1000 * float(np.median(seconds))


def main(name, folder, epochs, batch):
    x, y = np.load(os.path.join(folder, "x.npy")), np.load(os.path.join(folder, "y.npy"))
    model = {"base-cnn": base_cnn, "mlp": mlp}[name]()
    model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    times = EpochTimes()
    model.fit(x, y, epochs=epochs, batch_size=batch, verbose=0, callbacks=[times])
    one = x[:1]
    compiled = tf.function(lambda v: model(v, training=False))
    tensor = tf.constant(one)
    for _ in range(20):
        compiled(tensor)
    passes_ms = 0
    if name == "base-cnn":
        # What Keras' users do for Monte-Carlo dropout.
        passes_ms = median_ms(lambda: np.stack([model(tensor, training=True).numpy() for _ in range(100)]), 5)
    print(json.dumps({
        "seconds": times.seconds,
        "compiled_ms": median_ms(lambda: compiled(tensor).numpy(), 500),
        "passes_ms": passes_ms,
        "predict_ms": median_ms(lambda: model.predict(one, verbose=0), 50),
    }))


main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
