"""Twin of optimizers-batch-sizes."""

import keras

from experiments.optimizer_study import Study


def run(lab):
    study = Study(lab, lab.choose(4, 10))
    lab.compare("batch sizes", {"batch 32": 32, "batch 64": 64, "batch 128": 128},
                lambda size, cell: study.train_model(cell, keras.optimizers.Adam, 0.001, size, "he_normal"))
