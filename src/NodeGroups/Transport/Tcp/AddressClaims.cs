using System.Collections.Concurrent;
using NodeGroups.Protocol;

namespace NodeGroups.Transport;

/// <summary>Decides about a node that dials and names the address of another living one: whoever answers there is
/// right.</summary>
/// <remarks>A hello is only a claim. A dial of the address is the proof, one at a time for each address, and good for a
/// second, so that a flood of claims makes no flood of dials.</remarks>
internal sealed class AddressClaims(TcpTransport transport, TcpDialer dialer, Func<NodeAddress, NodeId, bool>? isTaken)
{
    private const int KeptMilliseconds = 1000;
    private const int KeptLimit = 256;
    private readonly ConcurrentDictionary<NodeAddress, Answer> _answers = new();

    /// <summary>Lets a node in that names a free address, or answers at the one it names.</summary>
    /// <exception cref="HandshakeException">It does not answer there: another node does, or nobody.</exception>
    public async Task CheckAsync(Peer claimant, CancellationToken cancellationToken)
    {
        if (!transport.HasOtherAt(claimant) && isTaken?.Invoke(claimant.Address, claimant.Id) != true)
        {
            return;
        }

        NodeId answering = await AskAsync(claimant.Address).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (answering != claimant.Id)
        {
            string problem = answering.IsNone
                ? $"another node is known at {claimant.Address}, and a dial back there was not answered."
                : $"another node answers at {claimant.Address}, the address that the node that dialled advertises.";
            throw new HandshakeException(TransportFailureReason.AddressTaken, problem, problem);
        }
    }

    private Task<NodeId> AskAsync(NodeAddress address)
    {
        long now = transport.Now;
        if (_answers.Count >= KeptLimit)
        {
            foreach (KeyValuePair<NodeAddress, Answer> entry in _answers)
            {
                if (entry.Value.IsOld(now))
                {
                    _answers.TryRemove(entry);
                }
            }
        }

        Answer fresh = new(now, new Lazy<Task<NodeId>>(() => dialer.AskAsync(address)));
        return _answers.AddOrUpdate(address, fresh, (_, known) => known.IsOld(now) ? fresh : known).Node.Value;
    }

    private sealed record Answer(long AskedAt, Lazy<Task<NodeId>> Node)
    {
        public bool IsOld(long now) => Node.Value.IsCompleted && now - AskedAt > KeptMilliseconds;
    }
}
