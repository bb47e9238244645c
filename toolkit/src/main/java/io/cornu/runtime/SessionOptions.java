package io.cornu.runtime;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import org.tensorflow.DeviceSpec;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/**
 * Where and how a session runs.
 *
 * <p>TensorFlow gives all sessions of a process one pool of threads, as large as the first session's {@code threads},
 * unless the environment variable {@code TF_OVERRIDE_GLOBAL_THREADPOOL} is 1, as the {@code cornu} launcher sets it: then
 * each has a pool of its own. Set it for a program that gives sessions different numbers of threads.
 *
 * @param device the processor or a GPU; the first GPU if there is one by default
 * @param threads how many threads one operation may use; 0, the default, for one a core. Results depend on it in
 *     the last digits
 */
@RecordBuilder
public record SessionOptions(Device device, int threads) implements SessionOptionsBuilder.With {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public SessionOptions {
        Arguments.require(threads >= 0, "SessionOptions", "threads must be at least 0", threads);
    }

    /**
     * The best device there is, and all cores.
     *
     * @return the options
     */
    public static SessionOptions defaults() {
        return new SessionOptions(Device.automatic(), 0);
    }

    /**
     * Where operations are to be placed, if TensorFlow's own choice, the first GPU, is not the one.
     *
     * <p>Hiding the other GPUs from the session is no way: TensorFlow numbers GPUs once in a process.
     */
    Optional<DeviceSpec> placement() {
        return device instanceof Device.Gpu gpu && gpu.index() > 0
                ? Optional.of(DeviceSpec.newBuilder()
                        .deviceType(DeviceSpec.DeviceType.GPU)
                        .deviceIndex(gpu.index())
                        .build())
                : Optional.empty();
    }

    /** Checks that the device is there. */
    ConfigProto configuration() {
        ConfigProto.Builder configuration = ConfigProto.newBuilder().setIntraOpParallelismThreads(threads);
        GPUOptions.Builder gpu = GPUOptions.newBuilder().setAllowGrowth(true);
        if (device instanceof Device.Cpu) {
            configuration.putDeviceCount("GPU", 0);
        } else if (device instanceof Device.Gpu wanted) {
            Devices.require(wanted);
        }
        return configuration
                .setGpuOptions(gpu)
                // Not every operation has a GPU kernel; those that lack one run on the CPU.
                .setAllowSoftPlacement(true)
                .build();
    }
}
