package io.cornu.models.applications;

import io.cornu.data.ImagePreprocessing;
import io.cornu.data.ImagePreprocessing.ChannelOrder;
import java.util.List;

/**
 * What was done to pixels before the networks that Keras has weights for were trained.
 *
 * <p>Source: {@code keras.applications.imagenet_utils.preprocess_input}, Keras 3.15.
 */
final class Preparation {
    /** The pixels as they come, 0 to 255. */
    static final ImagePreprocessing NONE = ImagePreprocessing.of();
    /** From -1 to 1; Keras' mode {@code tf}. */
    static final ImagePreprocessing SIGNED =
            NONE.withScale(1 / 127.5).withOffset(-1);
    /** Blue first, ImageNet's mean colors taken off; Keras' mode {@code caffe}. */
    static final ImagePreprocessing BLUE_FIRST =
            NONE.withChannelOrder(ChannelOrder.BGR).withMean(List.of(103.939, 116.779, 123.68));
    /** ImageNet's colors brought to mean 0 and variance 1; Keras' mode {@code torch}. */
    static final ImagePreprocessing STANDARDIZED =
            NONE.withScale(1 / 255.).withMean(List.of(.485, .456, .406)).withDeviation(List.of(.229, .224, .225));

    private Preparation() {}
}
