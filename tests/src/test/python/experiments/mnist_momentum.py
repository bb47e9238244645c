"""Twin of mnist-momentum."""

import keras

import twin


def half_faint(x):
    faint = x.copy()
    faint[:, :, :14] *= 0.1
    return faint


def run(lab):
    (x, y), (x_test, y_test) = lab.data("mnist")
    x, x_test = twin.unit(x, x_test)
    optimizers = {
        "plain": lambda: keras.optimizers.SGD(0.1),
        "momentum 0.9": lambda: keras.optimizers.SGD(0.1, momentum=0.9),
        "Nesterov 0.9": lambda: keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True),
    }

    def compare(name, x, x_test):
        def train(optimizer, cell):
            model = twin.mlp(10)
            model.compile(optimizer=optimizer(), loss="sparse_categorical_crossentropy",
                          metrics=["sparse_categorical_accuracy"])
            history = model.fit(x, y, epochs=lab.choose(100, 300), batch_size=len(x), verbose=0)
            return cell.outcome(history, twin.tested(model, x_test, y_test))

        lab.compare(name, optimizers, train)

    compare("even", x, x_test)
    compare("uneven", half_faint(x), half_faint(x_test))
