using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>What a node needs to know before it starts. Copied by <see cref="Node.StartAsync"/>: later changes have
/// no effect.</summary>
/// <remarks>Start from <see cref="Lan"/> (the same as <c>new NodeOptions()</c>), <see cref="Wan"/> or
/// <see cref="Local"/>.</remarks>
public sealed class NodeOptions
{
    /// <summary>Gets or sets the node's name, for people; see <see cref="NameRules"/>. It need not be unique.</summary>
    /// <value><c>node</c>.</value>
    public string Name { get; set; } = "node";

    /// <summary>Gets or sets where to listen; port 0 for any free port. With <c>0.0.0.0</c> or <c>::</c>, which means
    /// every interface, <see cref="Advertise"/> must be given, too.</summary>
    /// <value>Any free port of the IPv4 loopback.</value>
    public NodeAddress Listen { get; set; } = NodeAddress.Loopback();

    /// <summary>Gets or sets the address that others are told: for nodes that listen at every interface, where it must
    /// be given, or behind a translation of addresses. Port 0 stands for the port listened at.</summary>
    /// <value>Null: the one listened at, with the real port.</value>
    public NodeAddress? Advertise { get; set; }

    /// <summary>Gets the addresses of the seed nodes through which to join; this node's own is passed over.</summary>
    /// <value>None: the node begins a cluster of one.</value>
    public IList<NodeAddress> Seeds { get; init; } = [];

    /// <summary>Gets or sets the cluster's name; nodes of other clusters are refused. See
    /// <see cref="NameRules"/>.</summary>
    /// <value><c>default</c>.</value>
    public string ClusterId { get; set; } = "default";

    /// <summary>Gets or sets how long <see cref="Node.StartAsync"/> tries to join before it throws
    /// <see cref="JoinFailedException"/>.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan JoinTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the random seed from which the choices of the protocol follow: whom to probe and to sync
    /// with, and whom to send rumors to.</summary>
    /// <value>Null: drawn at random.</value>
    /// <remarks>
    /// The node's id, the order in which members are called or asked for what a group shares, and the waits between
    /// dials stay random. A run over a real network cannot be replayed; a simulation can.
    /// </remarks>
    public ulong? RandomSeed { get; set; }

    /// <summary>Gets or sets the timing of membership and failure detection.</summary>
    /// <value>Suits a local network.</value>
    public MembershipSettings Membership { get; set; } = new();

    /// <summary>Gets or sets the limits and timing of gossip.</summary>
    /// <value>The defaults of <see cref="GossipSettings"/>.</value>
    public GossipSettings Gossip { get; set; } = new();

    /// <summary>Gets or sets how rumors spread in <c>all</c> and in groups that are joined or put without
    /// options.</summary>
    /// <value>The defaults of <see cref="GroupOptions"/>.</value>
    public GroupOptions GroupDefaults { get; set; } = new();

    /// <summary>Gets or sets how many handlers may run at a time.</summary>
    /// <value>256.</value>
    public int HandlerConcurrencyLimit { get; set; } = 256;

    /// <summary>Gets or sets how many invocations may wait for a handler's turn; a further call is refused as busy, a
    /// gossiped one is dropped and counted.</summary>
    /// <value>16,384.</value>
    public int HandlerQueueLimit { get; set; } = 16_384;

    /// <summary>Gets or sets how many remote callbacks may live at a time; a further one is refused.</summary>
    /// <value>16,384.</value>
    public int CallbackLimit { get; set; } = 16_384;

    /// <summary>Gets or sets how long a remote callback can be called unless it is renewed or made with a lease of its
    /// own.</summary>
    /// <value>10 minutes; above zero.</value>
    public TimeSpan CallbackLease { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets the services that this node's program offers from the start, by name; see
    /// <see cref="IServiceCatalogue"/>.</summary>
    /// <value>None.</value>
    public IDictionary<string, ServiceFactory> Services { get; init; } = new Dictionary<string, ServiceFactory>();

    /// <summary>Gets the gossip strategies of your own that group-wide options may name; see
    /// <see cref="GossipStrategies.Custom"/>.</summary>
    /// <value>None; those of the library are always known.</value>
    public IList<GossipStrategy> Strategies { get; init; } = [];

    /// <summary>Gets or sets how many schedules may run here, for all groups; a further one is refused.</summary>
    /// <value>256.</value>
    public int ScheduleLimit { get; set; } = 256;

    /// <summary>Gets or sets how many inputs may wait for the node's loop; beyond, those who bring more wait.</summary>
    /// <value>65,536.</value>
    public int InboxLimit { get; set; } = 65_536;

    /// <summary>Gets or sets the limits of the transport.</summary>
    /// <value>The defaults of <see cref="TransportLimits"/>.</value>
    public TransportLimits Transport { get; set; } = new();

    /// <summary>Gets or sets which children the node may have, and whether others may stop it or spawn here.</summary>
    /// <value>The defaults of <see cref="ProcessSettings"/>: others may do neither.</value>
    public ProcessSettings Processes { get; set; } = new();

    /// <summary>Gets or sets what opens the transport.</summary>
    /// <value>Null: TCP.</value>
    public ITransportFactory? TransportFactory { get; set; }

    /// <summary>Gets or sets the clock.</summary>
    /// <value>The system's.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets where log lines go; each begins with the node's name and short id, its field
    /// <c>Node</c>.</summary>
    /// <value>Nowhere.</value>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>Makes options for a local network: failures are noticed in seconds.</summary>
    /// <returns>New options, the same as the defaults.</returns>
    public static NodeOptions Lan() => new();

    /// <summary>Makes options for nodes far apart: slower to suspect, so that a slow path is not taken for a
    /// failure.</summary>
    /// <returns>New options.</returns>
    public static NodeOptions Wan() => new()
    {
        Membership = new MembershipSettings
        {
            ProbeInterval = TimeSpan.FromSeconds(5),
            ProbeTimeout = TimeSpan.FromSeconds(3),
            SuspicionMultiplier = 6,
            ConfirmedSuspicionTimeout = TimeSpan.FromSeconds(1),
            GossipInterval = TimeSpan.FromMilliseconds(100),
            GossipFanout = 4,
            SyncInterval = TimeSpan.FromSeconds(60),
            JoinRetryInterval = TimeSpan.FromSeconds(1),
            RejoinInterval = TimeSpan.FromSeconds(30),
        },
        Gossip = new GossipSettings
        {
            InitialLatency = TimeSpan.FromMilliseconds(50),
            RepairInterval = TimeSpan.FromMilliseconds(500),
            MinimumRetention = TimeSpan.FromSeconds(2),
        },
    };

    /// <summary>Makes options for nodes on one machine, as in tests: failures are noticed in a fraction of a
    /// second.</summary>
    /// <returns>New options.</returns>
    public static NodeOptions Local() => new()
    {
        Membership = new MembershipSettings
        {
            ProbeInterval = TimeSpan.FromMilliseconds(250),
            ProbeTimeout = TimeSpan.FromMilliseconds(100),
            SuspicionMultiplier = 3,
            ConfirmedSuspicionTimeout = TimeSpan.FromMilliseconds(50),
            GossipInterval = TimeSpan.FromMilliseconds(10),
            SyncInterval = TimeSpan.FromSeconds(10),
            JoinRetryInterval = TimeSpan.FromMilliseconds(100),
            RejoinInterval = TimeSpan.FromSeconds(2),
        },
        Gossip = new GossipSettings
        {
            InitialLatency = TimeSpan.FromMilliseconds(1),
            RepairInterval = TimeSpan.FromMilliseconds(50),
        },
    };

    /// <summary>Finds every problem.</summary>
    /// <exception cref="NodeOptionsException">There is one; its <see cref="NodeOptionsException.Problems"/> tells
    /// all.</exception>
    public void Validate() => NodeOptionsValidator.Validate(this);

    /// <summary>How long the node keeps quiet until its parent introduces it; zero for a node without a
    /// parent.</summary>
    internal TimeSpan QuietLimit { get; set; }

    internal NodeOptions Copy() => new()
    {
        QuietLimit = QuietLimit,
        Name = Name,
        Listen = Listen,
        Advertise = Advertise,
        Seeds = [.. Seeds],
        ClusterId = ClusterId,
        JoinTimeout = JoinTimeout,
        RandomSeed = RandomSeed,
        Membership = Membership,
        Gossip = Gossip,
        GroupDefaults = GroupDefaults,
        HandlerConcurrencyLimit = HandlerConcurrencyLimit,
        HandlerQueueLimit = HandlerQueueLimit,
        Services = new Dictionary<string, ServiceFactory>(Services, StringComparer.Ordinal),
        Strategies = [.. Strategies],
        ScheduleLimit = ScheduleLimit,
        CallbackLimit = CallbackLimit,
        CallbackLease = CallbackLease,
        InboxLimit = InboxLimit,
        Transport = Transport,
        Processes = Processes?.Copy()!,
        TransportFactory = TransportFactory,
        TimeProvider = TimeProvider,
        LoggerFactory = LoggerFactory,
    };
}
