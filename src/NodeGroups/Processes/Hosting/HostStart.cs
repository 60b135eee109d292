using NodeGroups.Transport;

namespace NodeGroups.Processes;

/// <summary>Starts a host's node: listen and join, then the program's own actions, then the groups.</summary>
internal static class HostStart
{
    /// <exception cref="HostStartException">It did not start; nothing is left of it.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing is left of it.</exception>
    public static async Task<Node> StartAsync(
        HostPlan plan, NodeHostOptions host, Action<Node>? prepare, CancellationToken cancellationToken)
    {
        NodeStartAction? action = null;
        if (plan.StartAction is { } name && !host.StartActions.TryGetValue(name, out action))
        {
            string known = host.StartActions.Count == 0 ? "none" : string.Join(", ", host.StartActions.Keys);
            throw new HostStartException(
                NodeExitCode.StartRefused, $"There is no start action '{name}' here; there is: {known}.");
        }

        // Read before anything is opened, so that an unknown strategy costs nothing.
        host.Configure?.Invoke(plan.Options);
        plan.Options.GroupDefaults = plan.GroupDefaults is { } data ? plan.Read(data) : plan.Options.GroupDefaults;
        GroupOptions[] options = [.. plan.Groups.Select(group => plan.Read(group))];
        Node node = await ListenAsync(plan.Options, cancellationToken).ConfigureAwait(false);
        try
        {
            prepare?.Invoke(node);
            await ActAsync(node, plan, host, action, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < options.Length; i++)
            {
                await EnterAsync(node, plan.Groups[i], options[i], cancellationToken).ConfigureAwait(false);
            }

            return node;
        }
        catch
        {
            await node.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<Node> ListenAsync(NodeOptions options, CancellationToken cancellationToken)
    {
        if (Wildcard.Is((options.Advertise ?? options.Listen).Host))
        {
            string given =
                options.Advertise is { } told ? $"--advertise {told}" : $"--ip {options.Listen.Host}";
            throw new HostStartException(
                NodeExitCode.Usage,
                $"{given} is no place at which other nodes reach this one; "
                + "add --advertise HOST[:PORT], for example --advertise 192.168.1.10.");
        }

        try
        {
            return await Node.StartAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (NodeOptionsException exception)
        {
            // The last line tells what is wrong, so all problems stand in it.
            throw new HostStartException(NodeExitCode.Usage, string.Join(" ", exception.Problems), exception);
        }
        catch (TransportException exception)
        {
            throw new HostStartException(NodeExitCode.AddressUnavailable, exception.Message, exception);
        }
        catch (JoinFailedException exception)
        {
            throw new HostStartException(NodeExitCode.JoinFailed, exception.Message, exception);
        }
    }

    /// <summary>Runs the actions off this thread, and stops waiting for one that passes its token over.</summary>
    private static async Task ActAsync(
        Node node, HostPlan plan, NodeHostOptions host, NodeStartAction? action, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(RunAsync, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HostStartException(
                NodeExitCode.StartActionFailed, $"{exception.GetType().Name}: {exception.Message}", exception);
        }

        async Task RunAsync()
        {
            if (host.OnStart is { } onStart)
            {
                await onStart(node, cancellationToken).ConfigureAwait(false);
            }

            if (action is not null)
            {
                await action(node, plan.StartArgument, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task EnterAsync(
        Node node, GroupStart group, GroupOptions options, CancellationToken cancellationToken)
    {
        try
        {
            if (group.Members is { } members)
            {
                node.Groups.Put(group.Name, [.. members, node.Address], options);
            }
            else
            {
                await node.JoinAsync(group.Name, options, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ArgumentException exception)
        {
            throw new HostStartException(
                NodeExitCode.Usage, $"The group '{group.Name}' cannot be entered: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new HostStartException(NodeExitCode.StartActionFailed, exception.Message, exception);
        }
    }
}
