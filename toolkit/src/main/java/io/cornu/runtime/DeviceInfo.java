package io.cornu.runtime;

import java.util.Locale;

/**
 * A device that TensorFlow sees on this machine.
 *
 * @param name TensorFlow's full name, such as {@code /job:localhost/replica:0/task:0/device:GPU:0}
 * @param type TensorFlow's type, such as {@code CPU} or {@code GPU}
 * @param index the number among those of its type, from 0
 * @param memoryBytes the memory that TensorFlow may take there; for a CPU a nominal 256 MiB that limits nothing
 */
public record DeviceInfo(String name, String type, int index, long memoryBytes) {
    /**
     * Whether this is a graphics card.
     *
     * @return true for the type {@code GPU}
     */
    public boolean isGpu() {
        return type.equals("GPU");
    }

    /**
     * The name that graphs are placed by.
     *
     * @return such as {@code /device:GPU:0}
     */
    public String placement() {
        return "/device:" + type + ":" + index;
    }

    /**
     * The short name that people use, as {@link Device#parse} reads it.
     *
     * @return such as {@code gpu:0}, or {@code cpu} for the first CPU
     */
    public String shortName() {
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.equals("cpu") && index == 0 ? lower : lower + ":" + index;
    }
}
