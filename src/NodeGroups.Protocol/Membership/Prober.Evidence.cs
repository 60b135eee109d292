namespace NodeGroups.Protocol.Membership;

/// <content>What the transport notices, and what others suspect, is verified at once.</content>
internal sealed partial class Prober
{
    private const int HelpersPerProbe = 9;
    private const int VerificationLimit = 8;
    private const int Verifiers = 16;

    /// <summary>
    /// The transport noticed something about a present member: ask now, and note a refusal as hard evidence.
    /// </summary>
    public void Evidence(Member member, PeerSignal signal, IProbeContext context)
    {
        bool isRefused = signal == PeerSignal.Refused;
        bool isHelping = UpdateRelays(member, isRefused, context);
        if (isRefused)
        {
            ReplaceHelper(member.Id, context);
        }

        Probe? probe = _probes.Find(one => one.Target.Id == member.Id);
        if (probe is null)
        {
            probe = isHelping || !table.MayProbe(member.Id, context.Now) ? null : Begin(member, context);
        }
        else if (!isRefused && !probe.IsRepeated)
        {
            probe.IsRepeated = true;
            context.Send(probe.Target, new Ping(probe.Sequence, context.Piggyback(member.Id)));
        }

        if (isRefused && probe is { IsHard: false })
        {
            probe.IsHard = true;
            AskHelpers(probe, context);
            DoubtRefused(probe, context);
        }
    }

    /// <summary>This node was suspected though it lives: it may be slow.</summary>
    public void NoteRefuted() => LocalHealth = Math.Min(LocalHealthLimit, LocalHealth + 1);

    /// <summary>Others suspect a member: ask it, so that it hears of it and this node can confirm or deny.</summary>
    /// <remarks>
    /// In a large cluster only about sixteen nodes ask, so that a suspicion brings no storm upon the member; and a node
    /// with much to ask, or in bad health, leaves it to others, so that many suspicions bring none upon the cluster.
    /// </remarks>
    public void Verify(Member member, IProbeContext context)
    {
        if (_probes.Count * Patience < VerificationLimit && random.NextInt32(table.PresentCount) < Verifiers
            && table.MayProbe(member.Id, context.Now) && Begin(member, context) is not null)
        {
            table.HoldProbes(member.Id, context.Now + (settings.ProbeTimeout / 2));
        }
    }

    private bool UpdateRelays(Member member, bool isRefused, IProbeContext context)
    {
        bool isHelping = false;
        foreach (ProbeRelay relay in _relays.ToArray())
        {
            if (relay.Target != member.Id)
            {
                continue;
            }

            isHelping = true;
            if (isRefused)
            {
                _relays.Remove(relay);
                context.Send(relay.Requester, new Nack(relay.RequestSequence, true, context.Piggyback(NodeId.None)));
            }
            else if (!relay.IsRepeated)
            {
                relay.IsRepeated = true;
                context.Send(member.ToPeer(), new Ping(relay.Sequence, context.Piggyback(member.Id)));
            }
        }

        return isHelping;
    }

    private void ReplaceHelper(NodeId gone, IProbeContext context)
    {
        foreach (Probe probe in _probes.ToArray())
        {
            if (probe.Asked < HelpersPerProbe && probe.Helpers.Remove(gone))
            {
                List<Member> drawn = table.Draw(1, self, probe.Target.Id, random);
                if (drawn.Count > 0 && drawn[0].Id != gone && !probe.Helpers.Contains(drawn[0].Id))
                {
                    Ask(drawn[0], probe, context);
                }
            }
        }
    }

    private void DoubtRefused(Probe probe, IProbeContext context)
    {
        if (probe.IsHard && probe.Refusals >= Math.Min(1, SuspicionTracker.RefusalsNeeded(table.PresentCount)))
        {
            context.Doubt(probe.Target.Id, probe.Confirmations, probe.Refusals, true);
        }
    }
}
