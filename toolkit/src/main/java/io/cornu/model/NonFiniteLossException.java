package io.cornu.model;

/** The loss of a batch was infinite or not a number: nothing good can come of going on. */
public final class NonFiniteLossException extends ArithmeticException {
    private static final long serialVersionUID = 1;

    NonFiniteLossException(double loss, int epoch, int batch) {
        super("fit: expected a finite loss, received " + loss + " in epoch " + (epoch + 1) + ", batch " + (batch + 1)
                + ". Lower the learning rate, clip the gradients, or look for extreme values in the data.");
    }
}
