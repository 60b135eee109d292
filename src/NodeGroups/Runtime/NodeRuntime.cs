using Microsoft.Extensions.Logging;
using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>Drives one machine: brings it inputs one at a time, carries out its effects, keeps its one timer.</summary>
/// <remarks>The loop never waits for the network and never runs user code, so an input takes microseconds.</remarks>
internal sealed class NodeRuntime : IDisposable
{
    /// <summary>From so many calls at work on, commands gather: a hand-over costs less than a turn for each.</summary>
    private const int GatherFrom = 8;

    private readonly Mailbox<Input> _mailbox;
    private readonly RuntimeEffects _effects;
    private readonly ILogger _logger;
    private readonly TimeProvider _timeProvider;
    private readonly ITimer _timer;
    private readonly long _origin;
    private readonly CancellationTokenSource _stopped = new();
    private readonly WorkQueue<CallWaiter> _ended;
    private MonotonicTime _armed = MonotonicTime.Never;
    private int _tickPosted;
    private volatile bool _closed;

    public NodeRuntime(NodeOptions options, ITransport transport, MachineSettings settings)
    {
        Options = options;
        Transport = transport;
        _timeProvider = options.TimeProvider;
        _origin = _timeProvider.GetTimestamp();
        _logger = options.LoggerFactory.CreateLogger(LogCategories.Node);
        Failures = new InputFailures(_logger, _timeProvider);
        Machine = new NodeMachine(settings);
        PayloadLimit = options.Transport.FrameBytes - 1024;
        Sender = new FrameSender(transport, _stopped.Token);
        Groups = new GroupStates(options.GroupDefaults);
        Dispatcher = new HandlerDispatcher(this, options, options.LoggerFactory.CreateLogger(LogCategories.Calls));
        _ended = new(static waiter => waiter.End(), Flush);
        _effects = new RuntimeEffects(this, _logger);
        _mailbox = new Mailbox<Input>(options.InboxLimit, ReadBatch);
        _timer = _timeProvider.CreateTimer(
            static state => ((NodeRuntime)state!).PostTick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public NodeOptions Options { get; }

    public ITransport Transport { get; }

    public NodeMachine Machine { get; }

    public FrameSender Sender { get; }

    public GroupStates Groups { get; }

    public HandlerDispatcher Dispatcher { get; }

    public SubscriptionTable Subscriptions { get; } = new();

    public WaiterTable<CallWaiter> Calls { get; } = new();

    public WaiterTable<TaskCompletionSource<RumorId>> Publications { get; } = new();

    public TaskCompletionSource Joined { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource LeaveCompleted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The largest payload that fits a frame beside its header and names.</summary>
    public int PayloadLimit { get; }

    public CancellationToken Stopped => _stopped.Token;

    public int QueuedInputs => _mailbox.Count;

    public InputFailures Failures { get; }

    public MonotonicTime Now => MonotonicTime.FromOrigin(_timeProvider.GetElapsedTime(_origin));

    /// <summary>When the loop's present turn began; for the loop alone.</summary>
    public MonotonicTime TurnStarted { get; private set; }

    public TimeSpan Uptime => _timeProvider.GetElapsedTime(_origin);

    /// <summary>Starts the machine, before anything can be posted.</summary>
    public void Start()
    {
        Machine.Start(Now, _effects);
        Groups.Sync(GroupName.All, Machine);
        Groups.Sync(GroupName.Local, Machine);
        Sender.EndTurn();
        Arm();
    }

    public void Post(NodeCommand command) => _mailbox.Post(Input.Of(command));

    public ValueTask PostAsync(NodeCommand command, CancellationToken cancellationToken) =>
        _mailbox.PostAsync(Input.Of(command), cancellationToken);

    /// <summary>Posts the start of a call.</summary>
    public ValueTask PostAsync(StartCall call, CancellationToken cancellationToken)
    {
        ReadTurn turn = TurnAmong(Calls.Waiting, _ended.Gathers);
        return _mailbox.PostAsync(Input.Of(call), cancellationToken, turn);
    }

    /// <summary>Posts the end of an invocation, one of so many at work.</summary>
    public void Post(CompleteInvocation command, int running) =>
        _mailbox.Post(Input.Of(command), TurnAmong(running, Dispatcher.Gathers));

    /// <summary>Posts what was received; it is read when the poster calls <see cref="Flush"/>.</summary>
    public ValueTask PostAsync(List<Input> received, CancellationToken cancellationToken) =>
        _mailbox.PostAllAsync(received, cancellationToken);

    /// <summary>Has the messages read that were posted; before the poster waits.</summary>
    public void Flush() => _mailbox.Flush();

    /// <summary>Has a command carried out before it returns.</summary>
    public void Execute(NodeCommand command)
    {
        CommandWaiter waiter = new();
        _mailbox.Post(Input.Of(command, waiter));
        waiter.Wait();
    }

    /// <summary>Ends a call unless it has ended; whoever waits for it goes on elsewhere.</summary>
    public void EndCall(long token, in RawReply reply)
    {
        EndCallInTurn(token, reply);
        _ended.Start();
    }

    /// <summary>Ends a call unless it has ended; whoever waits for it goes on elsewhere, after this turn of the
    /// loop.</summary>
    public void EndCallInTurn(long token, in RawReply reply)
    {
        if (Calls.Remove(token) is { } waiter)
        {
            Complete(waiter, reply);
        }
    }

    /// <summary>No more inputs: what still comes is dropped.</summary>
    public void Close()
    {
        _closed = true;
        _timer.Dispose();
        _stopped.Cancel();
        foreach (CallWaiter waiter in Calls.RemoveAll())
        {
            Complete(waiter, new RawReply(CallResult.Cancelled, "The node stopped.", default));
        }

        _ended.Start();
        foreach (TaskCompletionSource<RumorId> publication in Publications.RemoveAll())
        {
            publication.TrySetException(new ObjectDisposedException(typeof(INode).FullName));
        }

        Dispatcher.CancelAll();
        Subscriptions.End();
        Groups.End();
    }

    public void Dispose() => _stopped.Dispose();

    private static ReadTurn TurnAmong(int atWork, bool gathers) =>
        gathers ? ReadTurn.AtFlush : atWork < GatherFrom ? ReadTurn.Now : ReadTurn.Soon;

    private void Complete(CallWaiter waiter, in RawReply reply)
    {
        waiter.Reply = reply;
        _ended.Hold(waiter);
    }

    private void PostTick()
    {
        if (Interlocked.Exchange(ref _tickPosted, 1) == 0)
        {
            _mailbox.Post(default);
        }
    }

    private void ReadBatch(Input[] inputs, int start, int count)
    {
        MonotonicTime now = Now;
        TurnStarted = now;
        for (int i = start; i < start + count; i++)
        {
            try
            {
                Read(inputs[i], now);
                inputs[i].Waiter?.Complete(null);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                Failures.Note(exception);
                inputs[i].Waiter?.Complete(exception);
            }
        }

        Arm();
        Sender.EndTurn();
        _ended.Start();
        Dispatcher.StartHeld();
    }

    private void Read(in Input input, MonotonicTime now)
    {
        if (_closed)
        {
            Refuse(input);
            return;
        }

        if (input.Message is not null)
        {
            Machine.Receive(input.From, input.Message, now, _effects);
        }
        else if (input.Command is not null)
        {
            Machine.Execute(input.Command, now, _effects);
            SyncGroup(input.Command);
        }
        else
        {
            Volatile.Write(ref _tickPosted, 0);
            _armed = MonotonicTime.Never;
        }

        if (Machine.NextDeadline <= now)
        {
            Machine.Advance(now, _effects);
        }
    }

    /// <summary>A call or publication that slipped in while the node closed still gets its end.</summary>
    private void Refuse(in Input input)
    {
        switch (input.Command)
        {
            case StartCall call:
                EndCall(call.Token, new RawReply(CallResult.Cancelled, "The node stopped.", default));
                break;
            case PublishRumor publication:
                Publications.Remove(publication.Token)?.TrySetException(
                    new ObjectDisposedException(typeof(INode).FullName));
                break;
        }
    }

    private void SyncGroup(NodeCommand command)
    {
        switch (command)
        {
            case JoinGroup join:
                Groups.Sync(join.Group, Machine);
                break;
            case LeaveGroup leave:
                Groups.Sync(leave.Group, Machine);
                break;
            case DefineGroup define:
                Groups.Sync(define.Group, Machine);
                break;
            case UndefineGroup undefine:
                Groups.Sync(undefine.Group, Machine);
                break;
        }
    }

    /// <summary>Keeps one timer; a deadline that moved later costs one harmless early call instead of a change each
    /// time.</summary>
    private void Arm()
    {
        MonotonicTime next = Machine.NextDeadline;
        if (_closed || next.IsNever || (!_armed.IsNever && next >= _armed))
        {
            return;
        }

        _armed = next;
        double milliseconds = Math.Ceiling(Math.Max(0, (next - Now).TotalMilliseconds));
        _timer.Change(TimeSpan.FromMilliseconds(Math.Min(milliseconds, 86_400_000)), Timeout.InfiniteTimeSpan);
    }
}
