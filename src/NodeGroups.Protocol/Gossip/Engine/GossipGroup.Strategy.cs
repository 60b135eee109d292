using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <content>Calls of the strategy: what it throws is told and skipped.</content>
internal sealed partial class GossipGroup
{
    private void TellRound(MonotonicTime now, IEffects effects)
    {
        try
        {
            _context.Begin(now, effects);
            _strategy.OnRound(_context);
        }
        catch (Exception exception)
        {
            NoteFailure(exception, effects);
        }
    }

    private void Tell(NodeId from, in GossipMessage message, MonotonicTime now, IEffects effects)
    {
        try
        {
            _context.Begin(now, effects);
            _strategy.OnMessage(from, message, _context);
        }
        catch (Exception exception)
        {
            NoteFailure(exception, effects);
        }
    }

    private void TellRumor(in RumorHeader rumor, MonotonicTime now, IEffects effects)
    {
        try
        {
            _context.Begin(now, effects);
            _strategy.OnRumor(rumor, _context);
        }
        catch (Exception exception)
        {
            NoteFailure(exception, effects);
        }
    }

    private void NoteFailure(Exception exception, IEffects effects) =>
        effects.Notify(new ProtocolNotice(
            ProtocolNoticeKind.StrategyFailed, null, $"{Name}: {_options.Strategy.Name}: {exception.GetType().Name}"));
}
