package dev.sotto.whisper.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.testing.ScriptedNetwork;
import dev.sotto.testing.ShippedModel;
import dev.sotto.transcript.WorkClass;
import dev.sotto.whisper.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Another network on an engine's device: in turns with Whisper, as bulk work. */
class DeviceTurnsTest {
    private final List<String> log = new ArrayList<>();
    private final SlotEngine engine =
            ShippedModel.TINY_EN.engine(new ScriptedNetwork(), 1, new QueueLimits(3, 4), () -> {});

    @Test
    void a_turn_has_one_piece_at_most_and_recordings_alternate() {
        DeviceTurns one = engine.openTurns();
        DeviceTurns other = engine.openTurns();
        CompletableFuture<Boolean> first = one.ask(() -> log.add("one"));
        var unused = List.of(one.ask(() -> log.add("one again")), other.ask(() -> log.add("other")));
        assertThat(engine.turn()).isTrue();
        assertThat(log).containsExactly("one");
        assertThat(first).isCompletedWithValue(true);
        engine.turn();
        engine.turn();
        assertThat(log).containsExactly("one", "other", "one again");
    }

    @Test
    void interactive_windows_go_first_although_they_come_later() {
        DeviceTurns speakers = engine.openTurns();
        var waiting = speakers.ask(() -> log.add("speakers"));
        EngineSession clip = (EngineSession) engine.openSession(WorkClass.INTERACTIVE);
        var asked = engine.pass(clip, NetworkPass.ENCODER, network -> log.add("clip"));
        while (engine.turn()) {
            assertThat(log).isNotEmpty();
        }
        assertThat(log).containsExactly("clip", "speakers");
        assertThat(waiting).isCompleted();
        assertThat(asked).isCompleted();
    }

    @Test
    void what_the_work_throws_is_the_cause_and_who_waits_when_the_engine_closes_hears_of_it() {
        DeviceTurns speakers = engine.openTurns();
        CompletableFuture<String> fails = speakers.ask(() -> {
            throw new IllegalStateException("no memory");
        });
        engine.turn();
        assertThatThrownBy(fails::join).isInstanceOf(CompletionException.class).hasRootCauseMessage("no memory");
        CompletableFuture<String> late = speakers.ask(() -> "late");
        engine.close();
        assertThatThrownBy(late::join).hasCauseInstanceOf(EngineException.class);
    }
}
