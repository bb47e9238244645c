"""Twin of mnist-batches."""

import keras

import twin


def run(lab):
    (x, y), (x_test, y_test) = lab.data("mnist")
    x, x_test = twin.unit(x, x_test)

    def train(descent, cell):
        batch_size, epochs = descent
        model = twin.mlp(10)
        model.compile(optimizer=keras.optimizers.SGD(0.01), loss="sparse_categorical_crossentropy",
                      metrics=["sparse_categorical_accuracy"])
        history = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
        updates = epochs * -(-len(x) // batch_size)
        return cell.outcome(history, {**twin.tested(model, x_test, y_test), "updates": updates, "passes": epochs})

    lab.compare("batches", {
        "all examples": (len(x), 200),
        "mini-batch 64": (64, lab.choose(20, 10)),
        "single example": (1, lab.choose(5, 2)),
    }, train)
