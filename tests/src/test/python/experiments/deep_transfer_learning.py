"""Twin of deep-transfer-learning."""

import keras
import numpy as np

import deep
import twin

FROZEN, FREE = 4, 6


def split(x, y):
    """The text's split_dataset."""
    of_b = (y == 5) | (y == 6)
    y_a = y[~of_b].copy()
    y_a[y_a > 6] -= 2
    return (x[~of_b], y_a), (x[of_b], (y[of_b] == 6).astype(np.float32).reshape(-1, 1))


def network(activation, head):
    layers = keras.layers
    model = keras.Sequential([layers.Input((28, 28, 1)), layers.Flatten()])
    for units in (300, 100, 50, 50, 50):
        model.add(layers.Dense(units, activation=activation))
    model.add(head)
    return model


def head_of_b():
    return keras.layers.Dense(1, activation="sigmoid")


def run(lab):
    data = deep.fashion(lab, 10_000)
    train_a, (x_b, y_b) = split(data.x, data.y)
    valid_a, valid_b = split(data.x_valid, data.y_valid)
    _, test_b = split(data.x_test, data.y_test)
    x_b, y_b = x_b[:200], y_b[:200]
    epochs_of_a = lab.choose(3, 10)

    def fit_b(model, epochs):
        model.compile(optimizer=keras.optimizers.SGD(0.01), loss="binary_crossentropy", metrics=["binary_accuracy"])
        return model.fit(x_b, y_b, epochs=epochs, validation_data=valid_b, verbose=0).history

    def results_of(model, history):
        results = twin.tested(model, *test_b)
        results["validation_accuracy"] = history["val_binary_accuracy"][-1]
        return results

    def transferred(cell):
        model_a = deep.compiled(network("relu", keras.layers.Dense(8, activation="softmax")),
                                keras.optimizers.SGD(0.01))
        history_a = model_a.fit(*train_a, epochs=epochs_of_a, validation_data=valid_a, verbose=0).history
        clone = keras.models.clone_model(model_a)
        clone.set_weights(model_a.get_weights())
        model_b = keras.Sequential(clone.layers[:-1] + [head_of_b()])
        model_b.build((None, 28, 28, 1))
        for layer in model_b.layers[:-1]:
            layer.trainable = False
        frozen = fit_b(model_b, FROZEN)
        for layer in model_b.layers[:-1]:
            layer.trainable = True
        free = fit_b(model_b, FREE)
        results = results_of(model_b, free)
        results["accuracy_of_a"] = history_a["val_sparse_categorical_accuracy"][-1]
        return cell.outcome({name: frozen[name] + free[name] for name in frozen}, results)

    def scratch(activation):
        def train(cell):
            model = network(activation, head_of_b())
            history = fit_b(model, FROZEN + FREE)
            return cell.outcome(history, results_of(model, history))
        return train

    lab.compare("transfer", {
        "transfer": transferred,
        "scratch, SELU": scratch("selu"),
        "scratch, ReLU": scratch("relu"),
    }, lambda way, cell: way(cell))
