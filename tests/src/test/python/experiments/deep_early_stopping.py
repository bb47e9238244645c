"""Twin of deep-early-stopping."""

import keras

import deep


def network():
    layers = keras.layers
    return keras.Sequential([
        layers.Input((28, 28, 1)),
        layers.Flatten(),
        layers.Dense(300, activation="relu"),
        layers.Dense(100, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ])


def run(lab):
    data = deep.fashion(lab, 2_000)
    stopping = keras.callbacks.EarlyStopping

    def train(rule, cell):
        return deep.classify(network(), keras.optimizers.SGD(0.01), data, lab.choose(40, 250), cell, [rule()],
                             lambda model, history: {"epochs": len(history["loss"])})

    lab.compare("early-stopping", {
        "loss": lambda: stopping(monitor="loss", patience=2),
        "val_loss": lambda: stopping(patience=2),
        "val_loss, best weights back": lambda: stopping(patience=2, restore_best_weights=True),
    }, train)
