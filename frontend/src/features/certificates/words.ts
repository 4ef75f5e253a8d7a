import type { Words } from '../../i18n'

export const papersWords: Words = {
  zh: {
    papers: {
      mine: '我的证书', mineLead: '获得的徽章、名次、班组荣誉、考试和培训，都可以在这里下载成证书。', language: '证书语言', in: { zh: '中文', en: '英文', both: '中英对照' }, mineNone: '还没有证书', mineNoneHint: '得到徽章、登上领奖台或学完课程之后，证书会出现在这里。', toBadges: '看看我的徽章',
      kind: { award: '徽章', place: '竞赛名次', honor: '集体荣誉', exam: '考试合格', course: '培训结业', external: '特别表彰', promotion: '晋升' },
      download: '下载 PDF', get: '领取证书', withdrawn: '已撤回', openBadge: '开放徽章', openBadgeHint: '“开放徽章”（Open Badges 3.0）是带签名的文件，换到别处也能核验。', check: '核验证书真伪',
      desk: '证书打印', deskLead: '勾选要打印的证书，先预览，再合成一份 PDF。', deskLeadTeam: '本班组近期获得的荣誉，勾选后合成一份 PDF 打印。', what: '类别', since: '起始日期', searchHint: '姓名、工号或荣誉', none: '这段时间没有可打印的证书', noneHint: '把起始日期往前调，或者换个类别看看。', members: '成员的证书：先选班组，再勾选与班组同获荣誉的成员。', more: '只列出最近 {n} 条，共 {total} 条；缩短时间可看到其余。',
      forIt: '{what}', itself: '{what}', who: '获得者', for: '荣誉', on: '日期', paper: '证书', chooseAll: '全选', look: '预览', sample: '样张：预览不会签发证书，也不占用编号。',
      chosen: '已选 {n} 份', print: '合成 PDF', most: '一次最多 {n} 份', signing: '正在签发 {done} / {total}', ready: '{n} 份证书已就绪', leftOut: '，另有 {n} 份依据已撤回，未打印', file: '下载 PDF',
      grant: '特别表彰', grantLead: '给规则之外的贡献颁发证书。中英文都要写，打印时可任选。', titleZh: '名称（中文）', titleEn: '名称（英文）', titleExampleZh: '例如：年度服务之星', titleExampleEn: '例如：Service star of the year', saysZh: '正文（中文）', saysEn: '正文（英文）', saysExampleZh: '例如：全年零投诉，堪为表率。特发此状，以资鼓励。', saysExampleEn: '例如：a whole year without a single complaint.', saysEnHint: '小写开头接在“for”之后；大写开头则单独成句。', grantNeed: '请选定获得者，并把中英文的名称、正文和日期填完整。', grantGo: '颁发',
      takeBack: '撤回表彰', takeBackHint: '撤回后证书作废，核验时显示“已撤回”。', reason: '撤回原因', reasonNeed: '请写明原因，至少 5 个字。',
    },
  },
  en: {
    papers: {
      mine: 'My certificates', mineLead: 'Badges, places, honors shared with your team, exams and courses: download a certificate for whatever you earned.', language: 'Language on paper', in: { zh: 'Chinese', en: 'English', both: 'Both languages' }, mineNone: 'No certificates yet', mineNoneHint: 'Earn a badge, reach a podium or complete a course, and its certificate appears here.', toBadges: 'See my badges',
      kind: { award: 'Badge', place: 'Contest place', honor: 'Team honor', exam: 'Exam passed', course: 'Course completed', external: 'Special honor', promotion: 'Promotion' },
      download: 'Download PDF', get: 'Get certificate', withdrawn: 'Withdrawn', openBadge: 'Open Badge', openBadgeHint: 'An Open Badge (version 3.0) is a signed file that can be checked anywhere, also after you move on.', check: 'Check a certificate',
      desk: 'Print certificates', deskLead: 'Tick what you want on paper, look at it first, and get one PDF.', deskLeadTeam: 'What your team earned lately: tick it and get one PDF for the printer.', what: 'Kind', since: 'Since', searchHint: 'Name, code or honor', none: 'Nothing to print in this time', noneHint: 'Go further back, or look at another kind.', members: 'For members: choose their team, then tick who shares the honor.', more: 'The newest {n} of {total}; choose a shorter time to see the others.',
      forIt: 'For {what}', itself: '{what}', who: 'Who', for: 'For', on: 'Date', paper: 'Certificate', chooseAll: 'Choose all', look: 'Preview', sample: 'A sample: looking at it issues nothing and uses no number.',
      chosen: '{n} chosen', print: 'Make PDF', most: 'At most {n} in one go', signing: 'Signing {done} of {total}', ready: 'Certificates ready: {n}', leftOut: ' ({n} lost their ground and were left out)', file: 'Download PDF',
      grant: 'Special honor', grantLead: 'A certificate for what no rule knows of. Write it in both languages; either can be printed.', titleZh: 'Name in Chinese', titleEn: 'Name in English', titleExampleZh: 'such as 年度服务之星', titleExampleEn: 'such as Service star of the year', saysZh: 'Text in Chinese', saysEn: 'Text in English', saysExampleZh: 'such as 全年零投诉，堪为表率。特发此状，以资鼓励。', saysExampleEn: 'such as a whole year without a single complaint.', saysEnHint: 'Begin small to follow the word “for”, with a capital for a sentence of its own.', grantNeed: 'Choose who gets it, and fill in name and text in both languages and the date.', grantGo: 'Give it',
      takeBack: 'Take it back', takeBackHint: 'Its certificate becomes void; whoever checks it reads “withdrawn”.', reason: 'Why', reasonNeed: 'Give a reason of at least five characters.',
    },
  },
}
