using System.Globalization;
using System.Net;
using System.Text;

namespace NodeGroups.Experiments;

/// <summary>Lines through points, as an SVG image that reads on a light and on a dark page.</summary>
internal sealed class LinePlot
{
    private const double Width = 860;
    private const double Height = 480;
    private const double Left = 84;
    private const double Right = 206;
    private const double Top = 56;
    private const double Bottom = 62;
    private const double LabelHeight = 18;

    /// <summary>Dashes, so that of two lines in one place both are seen.</summary>
    private static readonly string[] Dashes = ["none", "9 5", "3 4", "12 4 3 4", "6 3", "2 3", "14 6"];

    /// <summary>Colours, the first by Okabe and Ito (2008), who see to all kinds of colour blindness.</summary>
    private static readonly string[] Colours =
        ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c8c8c", "#b15928", "#7570b3", "#66a61e",
            "#e7298a", "#4d7c0f"];

    private readonly List<(string Name, IReadOnlyList<(double X, double Y)> Points)> _lines = [];

    public required string Title { get; init; }

    public string Note { get; init; } = "";

    public required PlotAxis X { get; init; }

    public required PlotAxis Y { get; init; }

    /// <summary>Gets what zero means where the axis upwards is logarithmic: its points are marked on the lower edge,
    /// and no line leads there.</summary>
    /// <value>Null: such points are left out.</value>
    public string? Zero { get; init; }

    /// <summary>Adds a line; points that an axis cannot show are left out, and interrupt it.</summary>
    public void Add(string name, IEnumerable<(double X, double Y)> points) => _lines.Add((name, [.. points]));

    /// <summary>Refuses a name that cannot be written, before anything is run for it.</summary>
    public static void Check(string file)
    {
        if (!file.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"--plot '{file}': the plot is an SVG image; give a name that ends in .svg.");
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            bool isNew = !File.Exists(file);
            File.Open(file, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
            if (isNew)
            {
                File.Delete(file);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--plot '{file}' cannot be written: {problem.Message}");
        }
    }

    public void Save(string file)
    {
        Check(file);
        File.WriteAllText(file, Draw());
    }

    /// <summary>Draws the image.</summary>
    public string Draw()
    {
        PlotAxis x = X.Fit(_lines.SelectMany(line => line.Points.Select(point => point.X)));
        PlotAxis y = Y.Fit(_lines.SelectMany(line => line.Points.Select(point => point.Y)));
        StringBuilder svg = new();
        Head(svg);
        foreach (double mark in x.Marks())
        {
            double place = PlaceX(x, mark);
            Line(svg, "grid", place, Top, place, Height - Bottom);
            Text(svg, place, Height - Bottom + 20, "middle", PlotAxis.Text(mark));
        }

        foreach (double mark in y.Marks())
        {
            double place = PlaceY(y, mark);
            Line(svg, "grid", Left, place, Width - Right, place);
            Text(svg, Left - 8, place + 4, "end", PlotAxis.Text(mark));
        }

        Text(svg, (Left + Width - Right) / 2, Height - 16, "middle", x.Title);
        Append(svg, $"""<text transform="translate(20 {(Top + Height - Bottom) / 2:0.#}) rotate(-90)" """);
        Append(svg, $"""text-anchor="middle">{WebUtility.HtmlEncode(y.Title)}</text>""");
        if (Zero is not null)
        {
            Text(svg, Width - Right - 8, Height - Bottom - 10, "end", $"marks on this line: {Zero}");
        }

        (double X, double Y, bool IsZero)[][] places = [.. _lines.Select(line => Places(line.Points, x, y))];
        double[] labels = LabelPlaces(places);
        for (int i = 0; i < _lines.Count; i++)
        {
            Series(svg, i, places[i], labels[i]);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static double PlaceX(PlotAxis axis, double value) => Left + (axis.Place(value) * (Width - Left - Right));

    private static double PlaceY(PlotAxis axis, double value) =>
        Height - Bottom - (axis.Place(value) * (Height - Top - Bottom));

    private static void Append(StringBuilder svg, FormattableString text) =>
        svg.Append(text.ToString(CultureInfo.InvariantCulture));

    private static void Text(StringBuilder svg, double x, double y, string anchor, string text) => Append(
        svg, $"""<text x="{x:0.#}" y="{y:0.#}" text-anchor="{anchor}">{WebUtility.HtmlEncode(text)}</text>""");

    private static void Line(StringBuilder svg, string style, double x1, double y1, double x2, double y2) => Append(
        svg, $"""<line class="{style}" x1="{x1:0.#}" y1="{y1:0.#}" x2="{x2:0.#}" y2="{y2:0.#}"/>""");

    private static string Marker(int index, double x, double y) => (index % 4) switch
    {
        0 => FormattableString.Invariant($"M{x - 4:0.#} {y:0.#}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"),
        1 => FormattableString.Invariant($"M{x - 3.5:0.#} {y - 3.5:0.#}h7v7h-7z"),
        2 => FormattableString.Invariant($"M{x:0.#} {y - 4.6:0.#}l4.4 7.6h-8.8z"),
        _ => FormattableString.Invariant($"M{x:0.#} {y - 5:0.#}l5 5l-5 5l-5 -5z"),
    };

    private void Head(StringBuilder svg)
    {
        Append(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" """);
        Append(svg, $"""height="{Height}" role="img" aria-label="{WebUtility.HtmlEncode(Title)}">""");
        svg.Append("""
            <style>
            text{font:13px system-ui,"DejaVu Sans",sans-serif;fill:#24292f}.title{font-size:17px;font-weight:600}
            .page{fill:#fff}.grid{stroke:#d8dee4;stroke-width:1}.note{font-size:12px}
            @media(prefers-color-scheme:dark){text{fill:#e6edf3}.page{fill:#0d1117}.grid{stroke:#30363d}}
            </style><rect class="page" width="100%" height="100%" rx="6"/>
            """);
        Append(svg, $"""<text class="title" x="{Left}" y="26">{WebUtility.HtmlEncode(Title)}</text>""");
        Append(svg, $"""<text class="note" x="{Left}" y="44">{WebUtility.HtmlEncode(Note)}</text>""");
    }

    private (double X, double Y, bool IsZero)[] Places(
        IReadOnlyList<(double X, double Y)> points, PlotAxis x, PlotAxis y) => [.. points
            .Where(point => (!x.IsLog || point.X > 0) && double.IsFinite(point.Y))
            .Select(point => (point.X, point.Y, IsZero: y.IsLog && point.Y <= 0))
            .Where(point => point.IsZero ? Zero is not null
                : point.Y >= y.Minimum!.Value * (y.IsLog ? 0.999 : 1) && point.Y <= y.Maximum!.Value * 1.0001)
            .Select(point => (PlaceX(x, point.X), point.IsZero ? Height - Bottom : PlaceY(y, point.Y), point.IsZero))];

    /// <summary>Puts each name beside the end of its line, and no two closer than a line of text.</summary>
    private static double[] LabelPlaces((double X, double Y, bool IsZero)[][] lines)
    {
        double[] places = new double[lines.Length];
        double free = Top - 4;
        foreach (int line in Enumerable.Range(0, lines.Length).OrderBy(i => EndOf(lines[i])))
        {
            places[line] = Math.Max(EndOf(lines[line]), free);
            free = places[line] + LabelHeight;
        }

        double limit = Height - Bottom;
        foreach (int line in Enumerable.Range(0, lines.Length).OrderByDescending(i => places[i]))
        {
            places[line] = Math.Min(places[line], limit);
            limit = places[line] - LabelHeight;
        }

        return places;

        static double EndOf((double X, double Y, bool IsZero)[] line) => line.Length == 0 ? Top : line[^1].Y;
    }

    /// <summary>Draws a line with dashes and markers of its own, so that one that lies under another is still
    /// seen.</summary>
    private void Series(StringBuilder svg, int index, (double X, double Y, bool IsZero)[] places, double label)
    {
        string colour = Colours[index % Colours.Length];
        string dashes = Dashes[index % Dashes.Length];
        Append(svg, $"""<path fill="none" stroke="{colour}" stroke-width="2.2" """);
        Append(svg, $"""stroke-dasharray="{dashes}" d=" """);
        bool isOn = false;
        foreach ((double px, double py, bool isZero) in places)
        {
            if (!isZero)
            {
                Append(svg, $"{(isOn ? 'L' : 'M')}{px:0.#} {py:0.#}");
            }

            isOn = !isZero;
        }

        svg.Append("\"/>");
        int every = Math.Max(1, places.Length / 12);
        int first = every * index / Math.Max(1, _lines.Count);
        string markers = string.Concat(
            places.Where((_, i) => i % every == first).Select(p => Marker(index, p.X, p.Y)));
        double left = Width - Right + 18;
        if (places.Length > 0)
        {
            (double endX, double endY, _) = places[^1];
            Append(svg, $"""<path class="grid" fill="none" d="M{endX:0.#} {endY:0.#}L{left:0.#} {label:0.#}"/>""");
        }

        Append(svg, $"""<path fill="{colour}" d="{markers}{Marker(index, left + 11, label)}"/>""");
        Append(svg, $"""<path stroke="{colour}" stroke-width="2.2" stroke-dasharray="{dashes}" """);
        Append(svg, $"""d="M{left:0.#} {label:0.#}h22"/>""");
        Text(svg, left + 30, label + 4.5, "start", _lines[index].Name);
    }
}
