"""Twin of deep-dropout."""

import keras

import deep


def network(rate):
    layers = keras.layers
    return keras.Sequential([
        layers.Input((28, 28, 1)),
        layers.Flatten(),
        layers.Dropout(rate),
        layers.Dense(300, activation="elu", kernel_initializer="he_normal"),
        layers.Dropout(rate),
        layers.Dense(100, activation="elu", kernel_initializer="he_normal"),
        layers.Dropout(rate),
        layers.Dense(10, activation="softmax"),
    ])


def run(lab):
    data = deep.fashion(lab, 5_000)

    def gap(model, history):
        train = model.evaluate(data.x, data.y, batch_size=256, verbose=0)[1]
        return {"train_accuracy": train, "gap": train - history["val_sparse_categorical_accuracy"][-1]}

    def train(rate, cell):
        return deep.classify(network(rate), deep.momentum(), data, lab.choose(8, 40), cell, more=gap)

    lab.compare("dropout", {"no dropout": 0.0, "dropout 0.2": 0.2, "dropout 0.5": 0.5}, train)
