"""Twin of cifar10-wrap-up."""

import keras
import numpy as np

import twin

RATE = 0.01
L2 = 0.0001


def network(blocks, penalty):
    layers = keras.layers
    l2 = (lambda: None) if penalty is None else (lambda: keras.regularizers.l2(penalty))
    model = keras.Sequential([
        layers.Input((32, 32, 3)),
        layers.Conv2D(32, 3, padding="same", activation="relu", kernel_regularizer=l2()),
        layers.BatchNormalization(),
    ])
    for _ in range(blocks):
        model.add(layers.Conv2D(64, 3, padding="same", activation="relu", kernel_regularizer=l2()))
        model.add(layers.BatchNormalization())
    model.add(layers.MaxPooling2D(2))
    model.add(layers.Dropout(0.25))
    model.add(layers.Flatten())
    model.add(layers.Dense(128, activation="relu", kernel_regularizer=l2()))
    model.add(layers.BatchNormalization())
    model.add(layers.Dropout(0.5))
    model.add(layers.Dense(10, activation="softmax", kernel_regularizer=l2()))
    return model


def run(lab):
    (x, y), (x_test, y_test) = lab.data("cifar-10")
    x, x_test = twin.standardized(x, x_test)
    most = lab.choose(600, None)
    x, y = x[:most], y[:most]
    epochs = lab.choose(2, 10)
    steps = epochs * ((int(len(x) * 0.9) + 63) // 64)

    def momentum(rate):
        return keras.optimizers.SGD(rate, momentum=0.9)

    def cosine():
        return momentum(keras.optimizers.schedules.CosineDecay(RATE, steps))

    def train(setup, cell):
        blocks, penalty, optimizer = setup
        model = network(blocks, penalty)
        model.compile(optimizer=optimizer(), loss="sparse_categorical_crossentropy",
                      metrics=["sparse_categorical_accuracy"])
        history = model.fit(x, y, validation_split=0.1, epochs=epochs, batch_size=64, verbose=0,
                            callbacks=[keras.callbacks.TerminateOnNaN()])
        # Cornu ends a training whose loss is not finite, and has no results then.
        if not np.isfinite(history.history["loss"]).all():
            return cell.outcome({}, {"test_loss": np.nan, "test_accuracy": np.nan})
        return cell.outcome(history, twin.tested(model, x_test, y_test))

    lab.compare("techniques", {
        "SGD": (1, None, lambda: keras.optimizers.SGD(RATE)),
        "SGD, momentum": (1, None, lambda: momentum(RATE)),
        "+ cosine decay": (1, None, cosine),
        "+ L2 0.0001": (1, L2, cosine),
        "+ one more block": (2, L2, cosine),
        "rate ten times": (1, None, lambda: momentum(10 * RATE)),
        "rate a hundred times": (1, None, lambda: momentum(100 * RATE)),
    }, train)
