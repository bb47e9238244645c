"""Twin of optimizers-rates."""

import keras

from experiments.optimizer_study import Study


def run(lab):
    study = Study(lab, lab.choose(2, 10))
    optimizers = keras.optimizers
    makers = {
        "SGD": optimizers.SGD,
        "Momentum": lambda rate: optimizers.SGD(rate, momentum=0.9),
        "Nesterov": lambda rate: optimizers.SGD(rate, momentum=0.9, nesterov=True),
        "Adagrad": optimizers.Adagrad,
        "RMSprop": optimizers.RMSprop,
        "Adam": optimizers.Adam,
    }
    for rate in (0.01, 0.001):
        lab.compare(f"rate {rate}", makers,
                    lambda optimizer, cell: study.train_model(cell, optimizer, rate, 64, "glorot_uniform"))
