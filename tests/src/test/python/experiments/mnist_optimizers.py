"""Twin of mnist-optimizers."""

import keras

import twin


def run(lab):
    (x, y), (x_test, y_test) = lab.data("mnist")
    x, x_test = twin.unit(x, x_test)
    y, y_test = keras.utils.to_categorical(y, 10), keras.utils.to_categorical(y_test, 10)

    def train(optimizer, cell):
        model = twin.mlp(128)
        model.compile(optimizer=optimizer(), loss="categorical_crossentropy", metrics=["accuracy"])
        history = model.fit(x, y, epochs=10, batch_size=64, validation_split=0.2, verbose=0)
        return cell.outcome(history, twin.tested(model, x_test, y_test))

    lab.compare("optimizers", {
        "SGD": lambda: keras.optimizers.SGD(0.01, momentum=0.9),
        "Adam": lambda: keras.optimizers.Adam(0.001),
        "RMSprop": lambda: keras.optimizers.RMSprop(0.001),
    }, train)
