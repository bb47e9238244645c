"""Writes optimizers.csv: 12 steps of Keras 3.15.1's optimizers on three variables, in float64, for OptimizerTest.java.

Run in this folder:  python optimizers.py
"""

import csv
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
from keras import layers as L
from keras import optimizers as O

keras.config.set_floatx("float64")
STEPS, BATCH = 12, 4


def numbers(shape, salt, scale=1.0):
    return scale * np.sin(0.7 * np.arange(int(np.prod(shape))) + salt).reshape(shape)


OPTIMIZERS = {
    "sgd": lambda: O.SGD(0.1),
    "sgd_momentum": lambda: O.SGD(0.05, momentum=0.9),
    "sgd_nesterov": lambda: O.SGD(0.05, momentum=0.8, nesterov=True),
    "adam": lambda: O.Adam(0.02),
    "adam_numbers": lambda: O.Adam(0.03, beta_1=0.7, beta_2=0.9, epsilon=1e-3),
    "adam_amsgrad": lambda: O.Adam(0.05, beta_2=0.8, amsgrad=True),
    "rmsprop": lambda: O.RMSprop(0.01),
    "rmsprop_momentum": lambda: O.RMSprop(0.01, rho=0.8, momentum=0.7),
    "rmsprop_centered": lambda: O.RMSprop(0.01, centered=True),
    "rmsprop_all": lambda: O.RMSprop(0.02, rho=0.7, momentum=0.5, epsilon=1e-2, centered=True),
    "sgd_clipvalue": lambda: O.SGD(0.1, clipvalue=0.05),
    "sgd_clipnorm": lambda: O.SGD(0.1, clipnorm=0.2),
    "sgd_global_clipnorm": lambda: O.SGD(0.1, global_clipnorm=0.3),
    "adam_global_clipnorm": lambda: O.Adam(0.02, epsilon=0.1, global_clipnorm=0.3),
    "sgd_clipnorm_loose": lambda: O.SGD(0.1, clipnorm=100.0),
}
SLOTS = {
    "momentum": ["momentums", "_momentums"],
    "velocity": ["_velocities"],
    "velocity_hat": ["_velocity_hats"],
    "average_gradient": ["_average_gradients"],
}


def values(array):
    return " ".join(f"{v:.12g}" for v in np.asarray(array).ravel())


x = numbers((STEPS * BATCH, 5), 0.3)
y = numbers((STEPS * BATCH, 2), 1.1, 2.0)

with open("optimizers.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["optimizer", "step", "variable", "slot", "values"])
    for name, make in OPTIMIZERS.items():
        keras.backend.clear_session()
        model = keras.Sequential([keras.Input((5,)), L.Dense(3, activation="tanh"), L.Dense(2, use_bias=False)])
        for salt, weight in enumerate(model.weights):
            weight.assign(numbers(weight.shape, 10 + salt))
        optimizer = make()
        model.compile(optimizer, "mse")
        for step in range(STEPS):
            rows = slice(step * BATCH, (step + 1) * BATCH)
            model.train_on_batch(x[rows], y[rows])
            for weight in model.weights:
                writer.writerow([name, step + 1, weight.path.split("/", 1)[1] if weight.path.startswith("sequential") else weight.path, "", values(weight)])
        for slot, attributes in SLOTS.items():
            for attribute in attributes:
                kept = getattr(optimizer, attribute, None)
                for weight, value in zip(model.weights, kept or []):
                    if value is not None:
                        writer.writerow([name, STEPS, weight.path.split("/", 1)[1] if weight.path.startswith("sequential") else weight.path, slot, values(value)])
