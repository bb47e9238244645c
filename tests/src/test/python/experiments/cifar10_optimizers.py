"""Twin of cifar10-optimizers."""

import keras

import twin


def run(lab):
    (x, y), (x_test, y_test) = lab.data("cifar-10")
    x, x_test = twin.standardized(x, x_test)

    def train(optimizer, cell):
        model = twin.base_cnn()
        model.compile(optimizer=optimizer(), loss="sparse_categorical_crossentropy",
                      metrics=["sparse_categorical_accuracy"])
        history = model.fit(x, y, validation_split=0.1, epochs=lab.choose(2, 10), batch_size=64, verbose=0)
        return cell.outcome(history, twin.tested(model, x_test, y_test))

    lab.compare("optimizers", {
        "SGD": lambda: keras.optimizers.SGD(0.01),
        "Momentum": lambda: keras.optimizers.SGD(0.01, momentum=0.9),
        "Adam": lambda: keras.optimizers.Adam(0.001),
        "RMSprop": lambda: keras.optimizers.RMSprop(0.001),
    }, train)
