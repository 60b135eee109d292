using NodeGroups.Transport;

namespace NodeGroups.Tests.Transport;

internal sealed class DialSlotsTests
{
    [Test]
    public void Slots_should_be_bounded_and_given_first_come_first_served()
    {
        DialSlots<string> slots = new(2);
        Assert.That(slots.TryStart("a", DialKind.Background), Is.True);
        Assert.That(slots.TryStart("b", DialKind.Background), Is.True);
        Assert.That(slots.TryStart("c", DialKind.Background), Is.False);
        Assert.That(slots.TryStart("d", DialKind.Background), Is.False);
        Assert.That(slots.Next(out _), Is.Null, "no slot is free");
        slots.Release(DialKind.Background);
        Assert.That(slots.Next(out _), Is.EqualTo("c"));
        Assert.That(slots.Next(out _), Is.Null);
        slots.Release(DialKind.Background);
        slots.Release(DialKind.Background);
        Assert.That(slots.Next(out _), Is.EqualTo("d"));
        Assert.That(slots.Next(out _), Is.Null, "none waits");
    }

    [Test]
    public void Failed_addresses_should_leave_half_of_the_slots_to_others()
    {
        DialSlots<string> slots = new(4);
        Assert.That(slots.TryStart("dead1", DialKind.Retried), Is.True);
        Assert.That(slots.TryStart("dead2", DialKind.Retried), Is.True);
        Assert.That(slots.TryStart("dead3", DialKind.Retried), Is.False);
        Assert.That(slots.TryStart("new1", DialKind.Background), Is.True);
        Assert.That(slots.TryStart("new2", DialKind.Background), Is.True);
        Assert.That(slots.TryStart("new3", DialKind.Background), Is.False);
        slots.Release(DialKind.Retried);
        Assert.That(slots.Next(out DialKind kind), Is.EqualTo("new3"), "those that did not fail go first");
        Assert.That(kind, Is.EqualTo(DialKind.Background));
        slots.Release(DialKind.Background);
        Assert.That(slots.Next(out kind), Is.EqualTo("dead3"));
        Assert.That(kind, Is.EqualTo(DialKind.Retried));
    }

    [Test]
    public void A_single_slot_should_serve_failed_addresses_too()
    {
        DialSlots<string> slots = new(1);
        Assert.That(slots.TryStart("dead", DialKind.Retried), Is.True);
    }

    [Test]
    public void Wanted_dials_and_others_should_not_hold_up_each_other()
    {
        DialSlots<string> slots = new(1);
        Assert.That(slots.TryStart("gossip1", DialKind.Background), Is.True);
        Assert.That(slots.TryStart("gossip2", DialKind.Background), Is.False);
        Assert.That(slots.TryStart("call1", DialKind.Wanted), Is.True, "the application has slots of its own");
        Assert.That(slots.TryStart("call2", DialKind.Wanted), Is.False, "but not without bound");
        slots.Release(DialKind.Background);
        Assert.That(slots.Next(out _), Is.EqualTo("gossip2"), "a flood of calls does not starve membership");
    }

    [Test]
    public void A_dial_that_waits_should_take_a_wanted_slot_when_the_application_comes()
    {
        DialSlots<string> slots = new(1);
        slots.TryStart("gossip1", DialKind.Background);
        slots.TryStart("gossip2", DialKind.Background);
        slots.TryStart("gossip3", DialKind.Background);
        Assert.That(slots.TryPromote("gossip3"), Is.True);
        Assert.That(slots.TryPromote("gossip3"), Is.False, "it waits no more");
        Assert.That(slots.TryPromote("gossip2"), Is.False, "it waits among the wanted ones now");
        slots.Release(DialKind.Background);
        Assert.That(slots.Next(out _), Is.Null);
        slots.Release(DialKind.Wanted);
        Assert.That(slots.Next(out DialKind kind), Is.EqualTo("gossip2"));
        Assert.That(kind, Is.EqualTo(DialKind.Wanted));
    }
}
