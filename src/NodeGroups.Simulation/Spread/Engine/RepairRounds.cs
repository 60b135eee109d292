using System.Numerics;

namespace NodeGroups.Simulation.Spread;

/// <summary>When each node's next repair round comes, by the rule of the engine, in packed arrays.</summary>
/// <remarks>
/// Soon after news, then at the repair interval until ⌈log2(members)⌉/2 + 2 rounds were quiet, then at the idle
/// interval while anything is retained; each with a tenth of jitter.
/// </remarks>
internal sealed class RepairRounds(int nodes, long interval, long idleInterval, EventWheel<NodeEvent> wheel)
{
    private readonly State[] _states = new State[nodes];

    /// <summary>Gets how many repair events wait.</summary>
    public int Pending { get; private set; }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        Array.Clear(_states);
        Pending = 0;
    }

    /// <summary>Gets the number of rounds of a node since its last new rumor.</summary>
    public ulong RoundOf(int node) => _states[node].Rounds;

    /// <summary>Something was new, or a difference to a peer was found.</summary>
    public void NoteNews(int node, ref RoundRandom random)
    {
        ref State state = ref _states[node];
        state.HadNews = true;
        state.Quiet = 0;
        if (!state.IsActive)
        {
            state.IsActive = true;
            Set(ref state, node, interval, ref random);
        }
    }

    /// <summary>A rumor was new.</summary>
    public void NoteRumor(int node, ref RoundRandom random)
    {
        _states[node].Rounds = 0;
        NoteNews(node, ref random);
    }

    /// <summary>A repair event has come.</summary>
    /// <returns>False when it was put off.</returns>
    public bool IsDue(int node)
    {
        Pending--;
        return _states[node].Next == wheel.Now;
    }

    /// <summary>A round is done: sets the next one.</summary>
    public void Complete(int node, int members, bool isRetaining, ref RoundRandom random)
    {
        ref State state = ref _states[node];
        state.Rounds += (ushort)(state.Rounds < ushort.MaxValue ? 1 : 0);
        state.Quiet = (byte)(state.HadNews ? 0 : Math.Min(state.Quiet + 1, byte.MaxValue));
        state.HadNews = false;
        state.IsActive = state.IsActive && state.Quiet <= QuietLimit(members);
        if (state.IsActive)
        {
            Set(ref state, node, interval, ref random);
        }
        else if (isRetaining)
        {
            Set(ref state, node, idleInterval, ref random);
        }
        else
        {
            state.Next = -1;
        }
    }

    /// <summary>Counts the rounds that are still to come at the fast pace when there is no more news.</summary>
    public long CountRemaining(int members)
    {
        int limit = QuietLimit(members);
        long rounds = 0;
        foreach (ref readonly State state in _states.AsSpan())
        {
            if (state.IsActive)
            {
                rounds += state.HadNews ? limit + 2 : limit + 1 - state.Quiet;
            }
        }

        return rounds;
    }

    private static int QuietLimit(int members) => ((BitOperations.Log2((uint)Math.Max(1, members - 1)) + 1) / 2) + 2;

    private void Set(ref State state, int node, long after, ref RoundRandom random)
    {
        long tenth = Math.Min(after / 10, int.MaxValue / 4);
        long ahead = Math.Max(1, after - tenth + random.Below((uint)(2 * tenth) + 1));
        state.Next = wheel.Now + ahead;
        Pending++;
        wheel.Add(ahead, new NodeEvent(NodeEventKind.Repair, 0, 0, node, node, -1, 0));
    }

    /// <summary>What is kept for a node: 16 bytes.</summary>
    private struct State
    {
        public long Next;
        public ushort Rounds;
        public byte Quiet;
        public bool IsActive;
        public bool HadNews;
    }
}
