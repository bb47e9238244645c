"""Twin of deep-cifar10-exercise."""

import keras
import numpy as np

import deep

PASSES = 100


def network(first, hidden, last):
    layers = keras.layers
    model = keras.Sequential([layers.Input((32, 32, 3)), layers.Flatten()])
    for layer in first + [layer for _ in range(20) for layer in hidden()] + last:
        model.add(layer)
    model.add(layers.Dense(10, activation="softmax"))
    return model


def run(lab):
    data = deep.Data(lab, "cifar-10", 2_000)
    data.x, data.x_valid, data.x_test = (part.astype("float32") for part in (data.x, data.x_valid, data.x_test))
    flat = data.x.reshape(len(data.x), -1)
    mean, variance = flat.mean(axis=0, dtype="float64"), flat.var(axis=0, dtype="float64")
    layers = keras.layers

    def elu():
        return [layers.Dense(100, activation="elu", kernel_initializer="he_normal")]

    def normalized():
        return [layers.Dense(100, kernel_initializer="he_normal"), layers.BatchNormalization(),
                layers.Activation("elu")]

    def selu():
        return [layers.Dense(100, activation="selu", kernel_initializer="lecun_normal")]

    def standardized():
        return [layers.Normalization(mean=mean, variance=variance)]

    def train(part, cell):
        model, rate, dropout = part

        def more(trained, history):
            results = {"epochs": len(history["val_loss"]), "best_epoch": 1 + int(np.argmin(history["val_loss"]))}
            if dropout:
                results.update(deep.scores(deep.predict_monte_carlo(trained, data.x_test, PASSES), data.y_test))
            return results

        return deep.classify(model(), keras.optimizers.Nadam(rate), data, lab.choose(3, 100), cell,
                             [keras.callbacks.EarlyStopping(patience=20)], more)

    lab.compare("exercise", {
        "ELU, He": (lambda: network([], elu, []), 5e-5, False),
        "BatchNormalization": (lambda: network([layers.BatchNormalization()], normalized, []), 5e-4, False),
        "SELU, LeCun": (lambda: network(standardized(), selu, []), 7e-4, False),
        "SELU, AlphaDropout 0.1": (lambda: network(standardized(), selu, [layers.AlphaDropout(0.1)]), 5e-4, True),
    }, train)
