"""Twin of cifar10-regularization."""

import keras

import twin


def build_regularized_model(penalty):
    layers = keras.layers
    l2 = (lambda _: None) if penalty is None else keras.regularizers.l2
    return keras.Sequential([
        layers.Input((32, 32, 3)),
        layers.Conv2D(32, 3, activation="relu", padding="same", kernel_regularizer=l2(penalty)),
        layers.MaxPooling2D(2),
        layers.Dropout(0.3),
        layers.Conv2D(64, 3, activation="relu", padding="same", kernel_regularizer=l2(penalty)),
        layers.MaxPooling2D(2),
        layers.Dropout(0.4),
        layers.Flatten(),
        layers.Dense(128, activation="relu", kernel_regularizer=l2(penalty)),
        layers.Dropout(0.5),
        layers.Dense(10, activation="softmax"),
    ])


def specified():
    """The text's comment, to the letter."""
    layers = keras.layers
    l2 = keras.regularizers.l2
    return keras.Sequential([
        layers.Input((32, 32, 3)),
        layers.Conv2D(32, 3, activation="relu", padding="same", kernel_regularizer=l2(0.001)),
        layers.BatchNormalization(),
        layers.MaxPooling2D(2),
        layers.Dropout(0.3),
        layers.Conv2D(64, 3, activation="relu", padding="same", kernel_regularizer=l2(0.001)),
        layers.BatchNormalization(),
        layers.MaxPooling2D(2),
        layers.Dropout(0.3),
        layers.Flatten(),
        layers.Dense(128, activation="relu", kernel_regularizer=l2(0.001)),
        layers.Dropout(0.5),
        layers.Dense(10, activation="softmax", kernel_regularizer=l2(0.001)),
    ])


def run(lab):
    (x, y), (x_test, y_test) = lab.data("cifar-10")
    x, x_test = twin.standardized(x, x_test)
    boundary = int(len(x) * (1 - 0.1))

    def train(network, cell):
        model = network()
        model.compile(optimizer=keras.optimizers.Adam(0.001), loss="sparse_categorical_crossentropy",
                      metrics=["sparse_categorical_accuracy"])
        history = model.fit(x[:boundary], y[:boundary], validation_data=(x[boundary:], y[boundary:]),
                            epochs=lab.choose(2, 10), batch_size=64, verbose=0)
        on_train = twin.tested(model, x[:boundary], y[:boundary])["test_accuracy"]
        on_validation = twin.tested(model, x[boundary:], y[boundary:])["test_accuracy"]
        return cell.outcome(history, {
            **twin.tested(model, x_test, y_test),
            "train_accuracy": on_train,
            "validation_accuracy": on_validation,
            "gap": on_train - on_validation,
        })

    networks = {"no L2": lambda: build_regularized_model(None)}
    for penalty in ["0.0001", "0.001", "0.01"]:
        networks["L2 " + penalty] = lambda penalty=penalty: build_regularized_model(float(penalty))
    networks["as specified"] = specified
    lab.compare("penalties", networks, train)
