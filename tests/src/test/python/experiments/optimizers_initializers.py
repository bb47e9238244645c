"""Twin of optimizers-initializers."""

import keras

from experiments.optimizer_study import Study


def run(lab):
    study = Study(lab, lab.choose(4, 10))
    initializers = {"glorot_uniform": "glorot_uniform", "he_normal": "he_normal"}
    lab.compare("adam", initializers,
                lambda initializer, cell: study.train_model(cell, keras.optimizers.Adam, 0.001, 64, initializer))
    lab.compare("sgd", initializers,
                lambda initializer, cell: study.train_model(cell, keras.optimizers.SGD, 0.01, 64, initializer))
