"""Twin of cifar10-cosine."""

import keras
import numpy as np

import twin


def run(lab):
    (x, y), (x_test, y_test) = lab.data("cifar-10")
    x, x_test = twin.standardized(x, x_test)
    epochs = lab.choose(4, 20)

    def cosine_annealing(epoch, lr):
        max_lr = 0.01
        min_lr = 1e-5
        return float(min_lr + 0.5 * (max_lr - min_lr) * (1 + np.cos(np.pi * epoch / epochs)))

    def train(callbacks, cell):
        model = twin.base_cnn()
        model.compile(optimizer=keras.optimizers.SGD(0.01, momentum=0.9), loss="sparse_categorical_crossentropy",
                      metrics=["sparse_categorical_accuracy"])
        history = model.fit(x, y, validation_split=0.1, epochs=epochs, batch_size=64, verbose=0,
                            callbacks=callbacks())
        return cell.outcome(history, twin.tested(model, x_test, y_test))

    lab.compare("annealing", {
        "constant": lambda: [],
        "cosine": lambda: [keras.callbacks.LearningRateScheduler(cosine_annealing)],
    }, train)
