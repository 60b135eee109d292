namespace NodeGroups;

/// <summary>Why a child node did not come up.</summary>
public enum SpawnFailure
{
    /// <summary>The launcher could not start it; the inner exception tells more.</summary>
    LaunchFailed,

    /// <summary>The program does not exist, or no program was named and there is none to take.</summary>
    FileNotFound,

    /// <summary>The program's file may not be executed.</summary>
    NotExecutable,

    /// <summary>The program is not for this machine, or no program at all.</summary>
    WrongFormat,

    /// <summary>The working directory does not exist.</summary>
    WorkingDirectoryNotFound,

    /// <summary>The process ended before it was up; see <see cref="SpawnFailedException.ExitCode"/>.</summary>
    ExitedEarly,

    /// <summary>It was not up, or not seen by everybody, in <see cref="NodeProcessOptions.StartTimeout"/>.</summary>
    TimedOut,

    /// <summary>It could not listen at the address: the port is taken, or the machine has no such address.</summary>
    AddressUnavailable,

    /// <summary>It listened but could not join the cluster.</summary>
    JoinFailed,

    /// <summary>Its start action threw.</summary>
    StartActionFailed,

    /// <summary>It could not use what it was started with: an unknown start action or strategy, another version of the
    /// library.</summary>
    StartRefused,

    /// <summary>The node at the reported address did not prove to be the child.</summary>
    NotVerified,

    /// <summary>A member of the group did not confirm that it sees the child, or the group is gone.</summary>
    GroupIncomplete,

    /// <summary>The node has as many children as <see cref="ProcessSettings.ChildLimit"/> allows.</summary>
    LimitReached,
}
