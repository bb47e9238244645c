"""Keras' side of GivenDrawsParityTest: what a layer does to images, given the numbers that it would draw."""

import keras
import numpy as np


def _given(layer, p, shape):
    """Keras' transformation of parameters of shape (images, 1)."""
    name = type(layer).__name__
    wide = {k: v.reshape(-1, 1, 1, 1) for k, v in p.items()}
    if name == "RandomFlip":
        return {"flips": wide["flips"] > 0.5}
    if name == "RandomShear":
        return {"shear_factor": np.concatenate([p["shear_x"], p["shear_y"]], axis=1), "input_shape": shape}
    if name == "RandomTranslation":
        return {"translations": np.concatenate([p["right"], p["down"]], axis=1), "input_shape": shape}
    if name == "RandomRotation":
        zeros = np.zeros(shape[0], "float32")
        return {
            "rotation_matrix": layer._compute_affine_matrix(
                center_x=0.5,
                center_y=0.5,
                angle=keras.ops.convert_to_tensor(np.degrees(p["angle"][:, 0])),
                translate_x=zeros,
                translate_y=zeros,
                scale=zeros + 1,
                shear_x=zeros,
                shear_y=zeros,
                height=shape[1],
                width=shape[2],
            )
        }
    if name in ("RandomContrast", "Solarization"):
        return wide
    if name in ("RandomHue", "RandomSaturation", "RandomSharpness"):
        return {"factor": p["factor"][:, 0]}
    if name == "RandomErasing":
        corners = [keras.ops.convert_to_tensor(p[k][:, 0]) for k in ("x0", "x1", "y0", "y1")]
        fill = np.full(shape, layer.fill_value, "float32")
        return {
            "batch_masks": layer._generate_batch_mask(shape, corners),
            "apply_erasing": np.ones(shape[0], bool),
            "fill_value": fill,
        }
    if name == "RandomPerspective":
        right, bottom = shape[2] - 1.0, shape[1] - 1.0
        start = np.array([[[0, 0], [right, 0], [0, bottom], [right, bottom]]], "float32")
        return {
            "start_points": np.repeat(start, shape[0], axis=0),
            "end_points": p["end_points"],
            "apply_perspective": np.ones(shape[0], bool),
        }
    if name == "RandomGaussianBlur":
        return {"blur_factor": p["sigmas"], "should_apply_blur": np.ones(shape[0], bool)}
    return dict(p, input_shape=shape)


def transform(folder, layer, options):
    images = np.load(folder / "images.npy")
    parameters = dict(np.load(folder / "parameters.npz"))
    made = getattr(keras.layers, layer)(**options)
    given = _given(made, parameters, images.shape)
    changed = made.transform_images(keras.ops.convert_to_tensor(images), given, training=True)
    np.save(folder / "changed.npy", np.asarray(changed))
    return {}
