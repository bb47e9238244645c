"""Twin of optimizers-beyond-gradients: gradient descent alone, for Keras has none of the other methods."""

import keras

import twin


def run(lab):
    (x, y), (x_test, y_test) = lab.data("fashion-mnist-mini")
    x, x_test = twin.unit(x, x_test)
    layers = keras.layers

    def train(steps, cell):
        model = keras.Sequential([
            layers.Input((28, 28, 1)),
            layers.AveragePooling2D(4),
            layers.Flatten(),
            layers.Dense(10, activation="tanh"),
            layers.Dense(10, activation="softmax"),
        ])
        model.compile(optimizer=keras.optimizers.SGD(0.5), loss="sparse_categorical_crossentropy",
                      metrics=["sparse_categorical_accuracy"])
        history = model.fit(x, y, epochs=steps, batch_size=len(x), verbose=0)
        train_loss = model.evaluate(x, y, batch_size=len(x), verbose=0)[0]
        return cell.outcome(history, {"train_loss": train_loss, **twin.tested(model, x_test, y_test)})

    lab.compare("ways", {"gradient descent": lab.choose(60, 300)}, train)
