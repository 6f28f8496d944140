package dev.sotto.whisper.slot;

import dev.sotto.transcript.WorkClass;

/**
 * How busy an engine is, as of its last turn.
 *
 * @param models loaded
 * @param slots of all open lanes
 * @param totals since it was loaded
 */
public record EngineLoad(int models, int slots, ClassLoad interactive, ClassLoad bulk, EngineTotals totals) {
    /** Of no engine at all. */
    public static final EngineLoad NONE =
            new EngineLoad(0, 0, new ClassLoad(0, 0), new ClassLoad(0, 0), EngineTotals.NONE);

    public ClassLoad of(WorkClass workClass) {
        return workClass == WorkClass.INTERACTIVE ? interactive : bulk;
    }

    /** Slots with a window. */
    public int slotsBusy() {
        return interactive.slotsBusy() + bulk.slotsBusy();
    }

    /** Windows that wait for a slot. */
    public int windowsWaiting() {
        return interactive.windowsWaiting() + bulk.windowsWaiting();
    }

    public EngineLoad plus(EngineLoad other) {
        return new EngineLoad(
                models + other.models,
                slots + other.slots,
                interactive.plus(other.interactive),
                bulk.plus(other.bulk),
                totals.plus(other.totals));
    }
}
