namespace NodeGroups.Gossip;

/// <summary>How one rumor is passed on along its tree.</summary>
/// <param name="Children">The number of children of a node; at least 1 is used.</param>
/// <param name="Announcements">On how many rings its name goes out.</param>
/// <param name="Route">What the origin writes beside the payload, see <see cref="GossipMessage.Route"/>; it goes with
/// announcements, too.</param>
/// <param name="IsLate">
/// Whether the rumor came late, on request or by repair: the children have mostly asked others by now. They get its
/// name, and ask if they still miss it.
/// </param>
internal readonly record struct TreePass(int Children, int Announcements, uint Route, bool IsLate);
