using NodeGroups.Transport;

namespace NodeGroups.Tests.Transport;

internal sealed class DialSlotsTests
{
    [Test]
    public void Slots_should_be_bounded_and_given_first_come_first_served()
    {
        DialSlots<string> slots = new(2);
        Assert.That(slots.TryStart("a", failed: false), Is.True);
        Assert.That(slots.TryStart("b", failed: false), Is.True);
        Assert.That(slots.TryStart("c", failed: false), Is.False);
        Assert.That(slots.TryStart("d", failed: false), Is.False);
        Assert.That(slots.Next(out _), Is.Null, "no slot is free");
        slots.Release(failed: false);
        Assert.That(slots.Next(out _), Is.EqualTo("c"));
        Assert.That(slots.Next(out _), Is.Null);
        slots.Release(failed: false);
        slots.Release(failed: false);
        Assert.That(slots.Next(out _), Is.EqualTo("d"));
        Assert.That(slots.Next(out _), Is.Null, "none waits");
    }

    [Test]
    public void Failed_addresses_should_leave_half_of_the_slots_to_others()
    {
        DialSlots<string> slots = new(4);
        Assert.That(slots.TryStart("dead1", failed: true), Is.True);
        Assert.That(slots.TryStart("dead2", failed: true), Is.True);
        Assert.That(slots.TryStart("dead3", failed: true), Is.False);
        Assert.That(slots.TryStart("new1", failed: false), Is.True);
        Assert.That(slots.TryStart("new2", failed: false), Is.True);
        Assert.That(slots.TryStart("new3", failed: false), Is.False);
        slots.Release(failed: true);
        Assert.That(slots.Next(out bool failed), Is.EqualTo("new3"), "those that did not fail go first");
        Assert.That(failed, Is.False);
        slots.Release(failed: false);
        Assert.That(slots.Next(out failed), Is.EqualTo("dead3"));
        Assert.That(failed, Is.True);
    }

    [Test]
    public void A_single_slot_should_serve_failed_addresses_too()
    {
        DialSlots<string> slots = new(1);
        Assert.That(slots.TryStart("dead", failed: true), Is.True);
    }
}
