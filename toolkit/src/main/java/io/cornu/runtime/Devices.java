package io.cornu.runtime;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteDeviceList;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListCount;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListMemoryBytes;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListName;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListType;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SessionListDevices;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SetConfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/**
 * The devices that TensorFlow sees on this machine, and the one to use.
 *
 * <p>Every call asks TensorFlow anew, through a short-lived session. On a GPU it lets the memory grow, so
 * that asking does not take the card's whole memory.
 */
public final class Devices {
    private Devices() {}

    /**
     * All devices, CPUs first.
     *
     * @return at least one device
     * @throws NativeLibraryException if TensorFlow's native library cannot be loaded
     */
    @SuppressWarnings("try") // the scope works by being open
    public static List<DeviceInfo> list() {
        NativeLibrary.load();
        // The public Session hides its handle, and only the handle can list devices.
        try (PointerScope scope = new PointerScope()) {
            TF_Status status = TF_Status.newStatus();
            TF_Session session = TF_Session.newSession(TF_Graph.newGraph(), growingOptions(status), status);
            status.throwExceptionIfNotOK();
            TF_DeviceList devices = TF_SessionListDevices(session, status);
            status.throwExceptionIfNotOK();
            try {
                return read(devices, status);
            } finally {
                TF_DeleteDeviceList(devices);
            }
        }
    }

    /**
     * The device of this machine that a wish means.
     *
     * @param device the wish
     * @return the first GPU, or else the CPU, for {@code auto}; exactly what was asked for otherwise
     * @throws IllegalArgumentException if a GPU was asked for and cannot be used, saying why
     * @throws NativeLibraryException if TensorFlow's native library cannot be loaded
     */
    public static DeviceInfo require(Device device) {
        return choose(device, list(), Devices::noGpuReason);
    }

    /**
     * Why TensorFlow sees no GPU.
     *
     * @return one sentence or more naming the fix; empty where it does see one
     * @throws NativeLibraryException if TensorFlow's native library cannot be loaded
     */
    public static Optional<String> whyNoGpu() {
        return list().stream().anyMatch(DeviceInfo::isGpu) ? Optional.empty() : Optional.of(noGpuReason());
    }

    static DeviceInfo choose(Device device, List<DeviceInfo> devices, Supplier<String> noGpuReason) {
        List<DeviceInfo> gpus = devices.stream().filter(DeviceInfo::isGpu).toList();
        DeviceInfo cpu = devices.stream()
                .filter(info -> info.type().equals("CPU"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Device: TensorFlow lists no CPU."));
        if (device instanceof Device.Automatic) {
            return gpus.isEmpty() ? cpu : gpus.get(0);
        }
        if (!(device instanceof Device.Gpu wanted)) {
            return cpu;
        }
        if (gpus.isEmpty()) {
            throw new IllegalArgumentException(
                    "Device: expected " + device + ", received no GPU from TensorFlow: " + noGpuReason.get());
        }
        return gpus.stream()
                .filter(info -> info.index() == wanted.index())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Device: expected " + device + ", received "
                        + gpus.stream().map(DeviceInfo::shortName).toList()
                        + " from TensorFlow. Choose one of these."));
    }

    private static String noGpuReason() {
        return String.join(" ", GpuSupport.probe().problems());
    }

    private static TF_SessionOptions growingOptions(TF_Status status) {
        TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
        byte[] config = ConfigProto.newBuilder()
                .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true))
                .build()
                .toByteArray();
        BytePointer bytes = new BytePointer(config);
        TF_SetConfig(options, bytes, bytes.capacity(), status);
        status.throwExceptionIfNotOK();
        return options;
    }

    private static List<DeviceInfo> read(TF_DeviceList devices, TF_Status status) {
        List<DeviceInfo> infos = new ArrayList<>();
        for (int i = 0; i < TF_DeviceListCount(devices); i++) {
            String name = TF_DeviceListName(devices, i, status).getString();
            String type = TF_DeviceListType(devices, i, status).getString();
            long memory = TF_DeviceListMemoryBytes(devices, i, status);
            status.throwExceptionIfNotOK();
            int index = Integer.parseInt(name.substring(name.lastIndexOf(':') + 1));
            infos.add(new DeviceInfo(name, type, index, memory));
        }
        return List.copyOf(infos);
    }
}
