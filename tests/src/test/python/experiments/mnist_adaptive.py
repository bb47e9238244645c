"""Twin of mnist-adaptive."""

import keras

import twin


def run(lab):
    (x, y), (x_test, y_test) = lab.data("mnist")
    x, x_test = twin.unit(x, x_test)

    def train(optimizer, cell):
        model = twin.mlp(10)
        model.compile(optimizer=optimizer(), loss="sparse_categorical_crossentropy",
                      metrics=["sparse_categorical_accuracy"])
        history = model.fit(x, y, epochs=10, batch_size=64, validation_split=0.2, verbose=0)
        return cell.outcome(history, twin.tested(model, x_test, y_test))

    optimizers = keras.optimizers
    lab.compare("learning rates",
                {f"SGD {rate}": lambda rate=rate: optimizers.SGD(rate) for rate in (0.001, 0.01, 0.1, 1.0)}, train)
    lab.compare("methods", {
        "AdaGrad": lambda: optimizers.Adagrad(0.01),
        "RMSProp": lambda: optimizers.RMSprop(0.001),
        "SGDNesterov": lambda: optimizers.SGD(0.01, momentum=0.9, nesterov=True),
        "AdaDelta": lambda: optimizers.Adadelta(1.0),
        "Adam": lambda: optimizers.Adam(0.001),
    }, train)
