namespace NodeGroups;

/// <summary>A transport that can end as if its process had died, for <see cref="Node.Abort"/>.</summary>
public interface IAbortableTransport
{
    /// <summary>Closes everything at once, without a farewell and without sending what waits. May be repeated.</summary>
    void Abort();
}
