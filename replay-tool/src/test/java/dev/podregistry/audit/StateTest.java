package dev.podregistry.audit;

import static dev.podregistry.audit.Events.pod;
import static dev.podregistry.audit.Events.process;
import static dev.podregistry.audit.Events.registered;
import static dev.podregistry.audit.Events.segment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.audit.State.Holding;
import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.ImpossibleHistoryException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateTest {

    private static final Scope GIVEN = new Scope(List.of(ScopeRule.write("/srv")), List.of());

    private static Event delegated(String spawner, String pod, Authority authority, ScopeRule... allow) {
        return new Event.Delegated(pod(pod), pod(spawner), process(1), PodSocket.NONE, List.of(allow), authority);
    }

    private static Events events() {
        return new Events()
                .then(registered("top", 1, ScopeRule.read("/srv")))
                .then(delegated("top", "middle", new Authority.Given(GIVEN), ScopeRule.write("/srv/a")))
                .then(new Event.Adopted(pod("middle"), process(2), segment(2)))
                .then(delegated("middle", "low", new Authority.OwnScope(), ScopeRule.write("/srv/a/b")))
                .then(registered("other", 3, ScopeRule.write("/other")))
                .then(new Event.Released(pod("middle")))
                .then(registered("middle", 4, ScopeRule.write("/srv/c")));
    }

    private static State at(long sequence) {
        return events().tellTo(new Replay(sequence)).state();
    }

    private static List<String> chain(Holding holding) {
        return holding.chain().stream().map(row -> row.pod().value()).toList();
    }

    @Test
    void theLowestOfAChainHoldsAPath() {
        Holding holding = at(5).who(new ScopePath("/srv/a/b/c"));
        assertEquals(List.of("low", "middle", "top"), chain(holding));
        assertEquals(ScopeRule.write("/srv/a/b"), holding.rule());
        assertEquals(5, holding.at().sequence());
        assertEquals(List.of("middle", "top"), chain(at(5).who(new ScopePath("/srv/a/x"))));
    }

    @Test
    void eachLinkKnowsItsEventsAndItsAuthority() {
        State state = at(5);
        List<Allocation> chain = state.who(new ScopePath("/srv/a/b")).chain();
        Beginning low = state.beginnings().of(chain.get(0));
        assertEquals(4, low.created().sequence());
        assertNull(low.adopted());
        assertEquals(new Authority.OwnScope(), low.authority());
        assertEquals(new Scope(List.of(ScopeRule.write("/srv/a")), List.of()), low.grantedUnder());
        Beginning middle = state.beginnings().of(chain.get(1));
        assertEquals(3, middle.adopted().sequence());
        assertEquals(GIVEN, middle.grantedUnder());
        Beginning top = state.beginnings().of(chain.get(2));
        assertNull(top.spawner());
        assertNull(top.authority());
    }

    @Test
    void whoDelegatedIsRememberedWhenItIsGone() {
        State state = at(6);
        Holding holding = state.who(new ScopePath("/srv/a/b"));
        assertEquals(List.of("low", "top"), chain(holding));
        assertEquals(
                pod("middle"), state.link(holding.chain().get(0)).beginning().spawner());
        State later = at(7);
        Allocation another = later.table().find(pod("middle"));
        assertEquals(7, later.beginnings().of(another).created().sequence());
    }

    @Test
    void whatIsHeldBelowIsToldAsWell() {
        Holding holding = at(5).who(new ScopePath("/srv"));
        assertFalse(holding.isHeld());
        assertEquals(
                List.of(pod("low"), pod("middle")),
                holding.below().stream().map(c -> c.holder().pod()).toList());
        assertEquals(List.of(), at(0).who(new ScopePath("/srv")).below());
    }

    @Test
    void theForestIsWalkedFromParentsToChildrenInTableOrder() {
        State state = at(5);
        assertEquals(
                List.of("top 0", "middle 1", "low 2", "other 0"),
                state.forest().stream()
                        .map(n -> n.allocation().pod() + " " + n.depth())
                        .toList());
        assertTrue(state.forest().get(0).parent());
        assertFalse(state.forest().get(2).parent());
    }

    @Test
    void anImpossibleHistoryIsRefusedFromThatEventOn() {
        Events broken = events().then(registered("thief", 9, ScopeRule.write("/other/x")));
        assertThrows(ImpossibleHistoryException.class, () -> broken.tellTo(new Replay(Long.MAX_VALUE)));
        assertEquals(4, broken.tellTo(new Replay(7)).state().table().size());
    }

    private static List<String> story(String pod, long last) {
        List<String> told = new ArrayList<>();
        PodStory story = new PodStory(
                pod(pod),
                last,
                t -> told.add(t.life() + ": " + t.recorded().sequence() + " "
                        + t.moved().children()));
        events().tellTo(story);
        told.add(story.isLive() ? "live" : "not live");
        return told;
    }

    @Test
    void aStoryHasALifeForEachOwnerOfTheName() {
        assertEquals(List.of("1: 2 []", "1: 3 []", "1: 4 []", "1: 6 [low]", "2: 7 []", "live"), story("middle", 7));
        assertEquals(List.of("1: 2 []", "1: 3 []", "1: 4 []", "1: 6 [low]", "not live"), story("middle", 6));
        assertEquals(List.of("not live"), story("nobody", 7));
    }

    /** What is taken back from a child that was never live comes before its first life, and is none. */
    @Test
    void aStoryMayBeginBeforeTheFirstLife() {
        List<ScopeRule> lent = List.of(ScopeRule.write("/srv/a"));
        Events history = new Events()
                .then(new Event.Registered(
                        pod("top"), process(1), PodSocket.NONE, List.of(ScopeRule.write("/srv")), lent, segment(1)))
                .then(new Event.Reclaimed(pod("late"), new Event.Cause.TakenBack(pod("top"), false, lent, List.of())))
                .then(registered("late", 2, ScopeRule.write("/other")));
        List<String> told = new ArrayList<>();
        PodStory story = new PodStory(
                pod("late"),
                Long.MAX_VALUE,
                t -> told.add(t.life() + ": " + t.recorded().sequence()));
        history.tellTo(story);
        assertEquals(List.of("0: 2", "1: 3"), told);
        assertEquals(1, story.lives());
        assertTrue(story.hasBegun());
    }

    @Test
    void aStoryTellsWhenThePodMovedUp() {
        assertEquals(List.of("1: 4 []", "1: 6 [low]", "live"), story("low", 7));
    }
}
