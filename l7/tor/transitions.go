package tor

// transitionZero is the letter that stands for 0 in transitions.
const transitionZero = 'j'

// transitions scores each pair of characters. A row stands for a character of base32 or the start of a label, a column
// for the next character. The score is the likelihood of the pair in a random name divided by that in a name made by
// people, as twice the logarithm to base 2, from -9 ('a') to 16 ('z'). The names made by people are 470,000 package
// names of npm and PyPI: half of those that consist of base32 characters without hyphens, points and underscores.
var transitions = [...]string{
	"njgiomipirmgifpgrggfkmmoloswxzzz",
	"flklfnnngmpglnekrghkgpppkspqvzwz",
	"gplmhopfjsggmpeishjgjpqrmtruxyzz",
	"fjkjdkkofhijkmgksiiljoopmtqrvwyz",
	"hkhijmlomqohifmjoeghnllinqrsxywz",
	"folmgioperofloflthjiiqpoiuptvuyz",
	"hnkmdnjjfrrikjfjqgjliqopmrpuuzxz",
	"emkldnopgqolknelojkhipnsksptvtyy",
	"jjgiijjqprmhhehjqjhgokqmsltvwyzz",
	"comnfpqpiqnolphlmodnhpmrproxvyzz",
	"fkjjdljmeonjklijqjhjjnmrlrqssvyy",
	"fnkjennqesmhkpfjtnhjhnprksquvwzy",
	"ejhkenmqgroijnfgonimjppqktqtvzrz",
	"gmhhfkfohollmkikrngekkoomqrrwyzz",
	"kkihnmjplnlhhehiseihjljlprtrwzzz",
	"golkfonjgsngmphisgjikqpretrtuxzz",
	"jmjlmnoojrqelolknjjhcolpqspsvzzz",
	"emijemlpgqkljlgkrlhhjkpqjsruwwzz",
	"imhifmnihqkkjmihmmhejmmqksqquwxy",
	"gmjmelnhfpokknfjsghjkpmpksquvwwz",
	"iijihnhrhroghgoitggfpprlrpvyyzzz",
	"fokmcompesomlnilsmklipqrotmprtuv",
	"emklemnjfrokkifksigknroopsqsvzyz",
	"hlhjhllmhoojimjfpkidknnlirnrswlw",
	"hjhijkkmlnniihjfnjgekmlnpmpptxzz",
	"gmklcmnjgpnkklgkpmklhpnohirnrwvt",
	"hjghjjjkjkljhlkgpjhhlkkkoolllkmo",
	"ikgekjlmkmljillhpjhikmlmtqgklljm",
	"hjiikkgmlimkfkmgpkiijlmmpriknkll",
	"ijhijjllknnjhllgokhhjllmqqjgkjhj",
	"lokmlnnqopponoqjonkkppootxklaijl",
	"ijiilllmlonjhjmiqjhjmlllqigjijif",
	"hjhhjijkklljhjjfmighlkknnnzyzzzz",
}
