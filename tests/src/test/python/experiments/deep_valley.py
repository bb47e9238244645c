"""Twin of deep-valley: Keras' own optimizers on 20 x^2 + y^2 from (-3, -3), in float64."""

import keras
import numpy as np

RATE, EPSILON = 0.001, 1e-8


def run(lab):
    steps = lab.choose(3_000, 10_000)
    optimizers = keras.optimizers

    def walk(optimizer, cell):
        optimizer = optimizer()
        # TensorFlow makes float32 of Python's numbers before Keras casts them to float64; NumPy's stay double.
        for name, value in list(vars(optimizer).items()):
            if isinstance(value, float):
                setattr(optimizer, name, np.float64(value))
        place = keras.Variable(np.array([-3.0, -3.0]), dtype="float64")
        optimizer.build([place])
        columns = {"x": [], "y": [], "cost": []}
        for step in range(steps + 1):
            x, y = place.numpy()
            for name, value in (("x", x), ("y", y), ("cost", 20 * x * x + y * y)):
                columns[name].append(value)
            if step < steps:
                optimizer.apply([keras.ops.convert_to_tensor(np.array([40 * x, 2 * y]), dtype="float64")], [place])
        return cell.outcome(columns, {name: values[-1] for name, values in columns.items()})

    lab.compare("valley", {
        "gradient descent": lambda: optimizers.SGD(RATE),
        "momentum": lambda: optimizers.SGD(RATE, momentum=0.95),
        "Nesterov": lambda: optimizers.SGD(RATE, momentum=0.95, nesterov=True),
        "AdaGrad": lambda: optimizers.Adagrad(RATE, initial_accumulator_value=0.0, epsilon=EPSILON),
        "RMSprop": lambda: optimizers.RMSprop(RATE, rho=0.9, epsilon=EPSILON),
        "Adam": lambda: optimizers.Adam(RATE, epsilon=EPSILON),
        "Nadam": lambda: optimizers.Nadam(RATE, epsilon=EPSILON),
    }, walk)
