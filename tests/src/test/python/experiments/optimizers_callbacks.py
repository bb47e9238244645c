"""Twin of optimizers-callbacks."""

import keras

from experiments.optimizer_study import Study


def run(lab):
    study = Study(lab, lab.choose(14, 30))

    def stopping():
        return keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)

    def plateau():
        return keras.callbacks.ReduceLROnPlateau(factor=0.2, patience=2)

    lab.compare("callbacks", {
        "neither": [],
        "EarlyStopping": [stopping],
        "ReduceLROnPlateau": [plateau],
        "both": [stopping, plateau],
    }, lambda callbacks, cell: study.train_model(cell, keras.optimizers.Adam, 0.001, 64, "he_normal",
                                                 [make() for make in callbacks]))
