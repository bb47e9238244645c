"""Twin of cifar10-base."""

import keras

import twin


def one_more_block():
    layers = keras.layers
    return keras.Sequential([
        layers.Input((32, 32, 3)),
        layers.Conv2D(32, 3, padding="same", activation="relu"),
        layers.BatchNormalization(),
        layers.Conv2D(64, 3, padding="same", activation="relu"),
        layers.BatchNormalization(),
        layers.Conv2D(64, 3, padding="same", activation="relu"),
        layers.BatchNormalization(),
        layers.MaxPooling2D(2),
        layers.Dropout(0.3),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.BatchNormalization(),
        layers.Dropout(0.5),
        layers.Dense(10, activation="softmax"),
    ])


def run(lab):
    (x, y), (x_test, y_test) = lab.data("cifar-10")
    x, x_test = twin.standardized(x, x_test)

    def train(network, cell):
        model = network()
        model.compile(optimizer=keras.optimizers.Adam(0.001), loss="sparse_categorical_crossentropy",
                      metrics=["sparse_categorical_accuracy"])
        history = model.fit(x, y, validation_split=0.1, epochs=lab.choose(2, 10), batch_size=64, verbose=0)
        return cell.outcome(history, twin.tested(model, x_test, y_test))

    lab.compare("networks", {"base": twin.base_cnn, "one more block": one_more_block}, train)
