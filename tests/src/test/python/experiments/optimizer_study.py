"""What the twins of the optimizers' experiments share: the course's train_model as one call."""

import keras

import twin


def network(initializer):
    layers = keras.layers
    return keras.Sequential([
        layers.Input((32, 32, 3)),
        layers.Conv2D(32, 3, padding="same", activation="relu", kernel_initializer=initializer),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, padding="same", activation="relu", kernel_initializer=initializer),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(128, activation="relu", kernel_initializer=initializer),
        layers.Dense(10, activation="softmax", kernel_initializer=initializer),
    ])


class Study:
    def __init__(self, lab, epochs):
        (x, self.y), (x_test, self.y_test) = lab.data("cifar-10")
        self.x, self.x_test = twin.standardized(x, x_test)
        self.epochs = epochs

    def train_model(self, cell, optimizer, lr, batch_size, initializer, callbacks=()):
        model = network(initializer)
        model.compile(optimizer=optimizer(lr), loss="sparse_categorical_crossentropy",
                      metrics=["sparse_categorical_accuracy"])
        history = model.fit(self.x, self.y, validation_split=0.1, epochs=self.epochs, batch_size=batch_size, verbose=0,
                            callbacks=list(callbacks))
        return cell.outcome(history, twin.tested(model, self.x_test, self.y_test))
