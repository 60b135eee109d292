using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using NodeGroups.Protocol;
using NodeGroups.Runtime;
using NodeGroups.Transport;

namespace NodeGroups;

/// <content>Starting and ending.</content>
public sealed partial class Node
{
    /// <summary>How long running handlers may go on when nobody says otherwise.</summary>
    private static readonly TimeSpan s_drainTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_servicesTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_leaveTimeout = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan s_transportTimeout = TimeSpan.FromSeconds(1.5);

    private readonly Lock _ending = new();
    private Task? _disposing;

    /// <summary>Starts a node: it listens, and has joined through a seed node when this returns.</summary>
    /// <param name="options">What it needs to know; copied.</param>
    /// <param name="cancellationToken">Gives up starting; what was opened is closed.</param>
    /// <returns>The running node.</returns>
    /// <exception cref="NodeOptionsException">The options are not valid.</exception>
    /// <exception cref="TransportException">The address is in use or cannot be listened at.</exception>
    /// <exception cref="JoinFailedException">Seeds were given and none answered within
    /// <see cref="NodeOptions.JoinTimeout"/>.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; the inner
    /// exception is a <see cref="JoinFailedException"/> when it was while joining.</exception>
    public static async ValueTask<Node> StartAsync(NodeOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        NodeOptions copy = options.Copy();
        NodeId id = NodeId.Create(new DeterministicRandom(DrawSeed()));
        copy.LoggerFactory = new NodeLoggerFactory(copy.LoggerFactory, $"{copy.Name}({id.ToShortString()})");
        Node? node = null;
        ITransport transport = await (copy.TransportFactory ?? TcpTransportFactory.Instance).OpenAsync(
            new TransportContext
            {
                NodeId = id,
                ClusterId = copy.ClusterId,
                Listen = copy.Listen,
                Advertise = copy.Advertise,
                Limits = copy.Transport,
                TimeProvider = copy.TimeProvider,
                LoggerFactory = copy.LoggerFactory,
                IsTaken = (address, other) => Volatile.Read(ref node)?.KnowsAnother(address, other) ?? false,
            },
            cancellationToken).ConfigureAwait(false);
        node = new Node(copy, transport, new MachineSettings
        {
            Id = id,
            Name = copy.Name,
            Address = Advertised(copy, transport),
            RandomSeed = copy.RandomSeed ?? DrawSeed(),
            Seeds = [.. copy.Seeds],
            QuietLimit = copy.QuietLimit,
            Membership = copy.Membership,
            Gossip = copy.Gossip,
            AllOptions = copy.GroupDefaults.ToGossip(),
        });
        try
        {
            await node.BeginAsync(copy, cancellationToken).ConfigureAwait(false);
            return node;
        }
        catch
        {
            node.Abort();
            await node.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>For tests and demonstrations: ends without leaving, as if the process had died. Others have to find
    /// out.</summary>
    /// <remarks>
    /// Running handlers are cancelled, waiting calls throw <see cref="ObjectDisposedException"/>. May be repeated;
    /// disposing afterwards is allowed. A transport of your own is disposed instead.
    /// </remarks>
    public void Abort()
    {
        _stopping = true;
        _drained = true;
        if (Runtime.Transport is IInspectableTransport transport)
        {
            transport.Abort();
        }

        Runtime.Close();
        ChildTable.Abort();
        _ = EndAsync(graceful: false, grace: null);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(EndAsync(graceful: true, grace: null));

    private static NodeAddress Advertised(NodeOptions options, ITransport transport) =>
        options.Advertise is not { } advertise
            ? transport.LocalAddress
            : advertise.Port == 0 ? advertise.WithPort(transport.LocalAddress.Port) : advertise;

    /// <summary>Tells whether a present member other than one is known at an address.</summary>
    private bool KnowsAnother(NodeAddress address, NodeId other)
    {
        foreach (Member member in All.View.AsSpan())
        {
            if (member.Address == address && member.Id != other)
            {
                return true;
            }
        }

        return false;
    }

    private static ulong DrawSeed()
    {
        Span<byte> bits = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bits);
        return BinaryPrimitives.ReadUInt64LittleEndian(bits);
    }

    private async Task BeginAsync(NodeOptions options, CancellationToken cancellationToken)
    {
        NodeAddress listensAt = Runtime.Transport.LocalAddress;
        NodeLog.Started(Logger, listensAt, options.ClusterId);
        if (Address != listensAt)
        {
            NodeLog.Advertised(Logger, Address);
        }

        Runtime.Start();
        RuntimeDiagnostics.Add(this);
        _receiving = _pump.RunAsync(Runtime.Stopped);
        try
        {
            await Runtime.Joined.Task
                .WaitAsync(options.JoinTimeout, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw JoinFailure(options, options.JoinTimeout);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            JoinFailedException reason = JoinFailure(options, Runtime.Uptime);
            throw new OperationCanceledException(
                $"Starting was cancelled. {reason.Message}", reason, cancellationToken);
        }

        Ledgers.Start();
    }

    private JoinFailedException JoinFailure(NodeOptions options, TimeSpan tried)
    {
        IInspectableTransport? transport = Runtime.Transport as IInspectableTransport;
        return new JoinFailedException(
            [.. options.Seeds.Distinct().Select(seed =>
                new SeedFailure(seed, transport?.ProblemAt(seed) ?? "it has not answered yet."))],
            tried);
    }

    private Task EndAsync(bool graceful, TimeSpan? grace)
    {
        lock (_ending)
        {
            if (_disposing is null)
            {
                _stopping = true;
                Task handlers = Runtime.Dispatcher.StopAsync();
                _disposing = Task.Run(() => EndOnceAsync(graceful, handlers, new EndBudget(grace)));
            }

            return _disposing;
        }
    }

    private async Task EndOnceAsync(bool graceful, Task handlers, EndBudget budget)
    {
        RuntimeDiagnostics.Remove(this);
        Ledgers.Stop();
        if (graceful)
        {
            double share = Children.Count > 0 ? 0.2 : 0.7;
            await BoundAsync(handlers, budget.Left(share) ?? s_drainTimeout, "running handlers").ConfigureAwait(false);
            TimeSpan services = budget.Left(share + 0.05, s_servicesTimeout);
            await BoundAsync(Ledgers.EndServicesAsync(), services, "services").ConfigureAwait(false);
            _drained = true;
            await EndChildrenAsync(budget.Left(0.5)).ConfigureAwait(false);
            Runtime.Post(new LeaveCluster());
            TimeSpan farewell = budget.Left(0.85, s_leaveTimeout);
            await BoundAsync(Runtime.LeaveCompleted.Task, farewell, "the farewell").ConfigureAwait(false);
        }
        else
        {
            _ = Ledgers.EndServicesAsync();
        }

        ValueTask closing = Runtime.Transport.DisposeAsync();
        await BoundAsync(closing.AsTask(), budget.Left(0.95, s_transportTimeout), "the transport")
            .ConfigureAwait(false);
        Runtime.Close();
        _callbacks.Dispose();
        await BoundAsync(_receiving, budget.Left(0.95, s_transportTimeout), "the receiver").ConfigureAwait(false);
        NodeLog.Stopped(Logger);
        _stopped.TrySetResult();
    }

    private async Task BoundAsync(Task task, TimeSpan timeout, string what)
    {
        try
        {
            await task.WaitAsync(timeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            NodeLog.StopForced(Logger, what);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            NodeLog.StopFailed(Logger, what, exception);
        }
    }
}
