"""Twin of mnist-case-study."""

import keras
import numpy as np

import twin


def roughness(kernel):
    """Squared differences of neighbors in a row over twice the variance."""
    pixels = kernel.reshape(28, 28, -1)
    return np.mean((pixels[:, 1:] - pixels[:, :-1]) ** 2) / (2 * kernel.var())


def run(lab):
    (x, y), (x_test, y_test) = lab.data("mnist")
    x, x_test = twin.unit(x, x_test)

    def train(rate, cell):
        model = twin.mlp(10)
        model.compile(optimizer=keras.optimizers.Adam(rate), loss="sparse_categorical_crossentropy",
                      metrics=["sparse_categorical_accuracy"])
        if rate > 0:
            model.fit(x, y, epochs=10, batch_size=64, verbose=0)
        return cell.outcome({}, {
            **twin.tested(model, x_test, y_test),
            "roughness": roughness(model.get_weights()[0].astype("float64")),
        })

    lab.compare("rates", {"untrained": 0.0, "rate 0.00001": 1e-5, "rate 0.001": 1e-3, "rate 0.1": 0.1}, train)
