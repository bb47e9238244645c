"""Twin of mnist-width."""

import keras
import numpy as np

import twin

STARTS = 3


def run(lab):
    (x, y), (x_test, y_test) = lab.data("mnist")
    x, x_test = twin.unit(x, x_test)

    def train(width, cell):
        losses, accuracies, histories = [], [], []
        for start in range(STARTS):
            model = twin.mlp(width)
            model.compile(optimizer=keras.optimizers.SGD(0.1), loss="sparse_categorical_crossentropy",
                          metrics=["sparse_categorical_accuracy"])
            cell.begin(model, start)
            history = model.fit(x, y, epochs=lab.choose(10, 5), batch_size=64, verbose=0)
            histories.append(history.history["loss"])
            losses.append(model.evaluate(x, y, batch_size=1000, verbose=0)[0])
            accuracies.append(twin.tested(model, x_test, y_test)["test_accuracy"])
        return cell.outcome({"loss": np.mean(histories, axis=0)}, {
            "train_loss": np.mean(losses),
            "best_train_loss": min(losses),
            "worst_train_loss": max(losses),
            "test_accuracy": np.mean(accuracies),
            "test_accuracy_distance": max(accuracies) - min(accuracies),
        })

    lab.compare("widths", {f"{width} units": width for width in (2, 4, 10, 32, 128, 512)}, train)
