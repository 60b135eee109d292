using System.Text.Json.Serialization.Metadata;

namespace NodeGroups.Tests;

internal sealed class LazyMetadataTests
{
    [Test]
    public void Metadata_should_be_asked_for_once_when_it_is_first_used()
    {
        int asked = 0;
        RpcMethod<Nothing, Nothing> method = RpcMethod.Create("lazy.call", Ask, Ask);
        Topic<Nothing> topic = Topic.Create("lazy.topic", Ask);
        Assert.That(asked, Is.Zero);
        _ = (method.Request, method.Request, method.Reply, topic.Message, topic.Message);
        Assert.That(asked, Is.EqualTo(3));

        JsonTypeInfo<Nothing> Ask()
        {
            asked++;
            return LibraryJson.Default.Nothing;
        }
    }

    [Test]
    public void Declaring_should_throw_when_a_name_is_bad_or_a_part_is_null()
    {
        static JsonTypeInfo<Nothing> Ask() => LibraryJson.Default.Nothing;
        Func<JsonTypeInfo<Nothing>> none = null!;
        Assert.Multiple(() =>
        {
            Assert.That(() => RpcMethod.Create("a b", Ask, Ask), Throws.ArgumentException);
            Assert.That(() => RpcMethod.Create("a", Ask, none), Throws.ArgumentNullException);
            Assert.That(() => Topic.Create("a b", Ask), Throws.ArgumentException);
            Assert.That(() => Topic.Create("a", none), Throws.ArgumentNullException);
        });
    }
}
