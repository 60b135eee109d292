namespace NodeGroups.Protocol.Membership;

/// <summary>
/// An upper estimate of the bytes of member records on the wire, so that no frame grows beyond its bound.
/// </summary>
internal static class RecordSize
{
    /// <summary>
    /// The most bytes of records in one message; with the largest record on top a frame stays below 256 KiB.
    /// </summary>
    public const int BytesPerMessage = 96 * 1024;

    private const int FixedBytes = 48;
    private const int LengthBytes = 4;

    /// <summary>Gets the estimate of one record.</summary>
    public static int Of(Member member)
    {
        int size = FixedBytes + member.Name.Length + member.Address.Host.Length;
        for (int i = 0; i < member.Groups.Count; i++)
        {
            size += LengthBytes + member.Groups[i].Value.Length;
        }

        return size;
    }
}
