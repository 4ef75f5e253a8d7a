import type { Words } from '../../i18n'

export const dossiersWords: Words = {
  zh: {
    dossiers: {
      title: '晋升档案', lead: '每份档案都有编号并经数字签名，任何人都可以查验真伪。', mine: '我的档案与证书', mineLead: '评审通知之后，可以在这里下载本人的档案。档案经数字签名，可随时查验。', make: '生成档案', whose: '生成哪种档案', byCycle: '按评审', byDay: '按日期', cycle: '评审', pick: '请选择评审', day: '截止日期', dayHint: '只看这一天之前的记录', go: '生成并签名', number: '编号', who: '坐席', about: '依据', issued: '签发', by: '签发人', files: '下载', none: '还没有签发过档案', noneHint: '选择评审和坐席，即可生成一份。', mineNone: '还没有可以下载的档案', mineNoneHint: '参加评审并收到结果通知之后，档案会出现在这里。', erased: '个人信息已删除', asOf: '截至 {day}', open: '查看', print: '打印', back: '返回档案列表', nothing: '无记录。', signature: '内容摘要', check: '核验真伪', filter: '筛选坐席',
      noCycle: '还没有可选的评审', system: '系统', get: '获取我的档案',
    },
    certificates: {
      title: '晋升证书', lead: '为本轮评审中晋升的坐席生成证书，中英文对照，可直接打印。', make: '生成证书', running: '正在生成：{done} / {total}', ready: '{total} 份证书已生成', all: '下载全部（打印用）', none: '还没有证书', noneHint: '评审通知之后，选择评审即可批量生成。', mineNone: '还没有证书', mineNoneHint: '晋升后，证书会出现在这里。',
    },
    verify: {
      title: '真伪核验', lead: '输入编号，或上传收到的 Excel、PDF 文件，即可知道是否由本中心签发、有没有被改动。', number: '编号', example: '例如 D2026-7K3M-9Q2X', check: '核验', file: '上传文件', drop: '选择文件，或拖到这里', types: 'Excel（.xlsx）或 PDF，不超过 8 MB。文件只用于核验，不会保存。', large: '文件超过 8 MB。', checking: '正在核验…', language: 'English', another: '再核验一份',
      answer: { genuine: '真实有效', withdrawn: '已撤回', changed: '内容已被改动', forged: '签名无效', unknown: '没有找到', unreadable: '无法识别' },
      hint: {
        number: '这个编号由本中心签发。要确认内容没有改动，请上传文件。', withdrawn: '这张证书由本中心签发，后来因依据变更已撤回，不再有效。', exact: '与签发时的文件完全一致。', many: '与签发时的文件完全一致，内含 {n} 份文件；每份各有编号，可分别核验。', saved: '文件另存过，但每个单元格都与签发时一致。', changed: '这份文件由本中心签发，但内容与签名不符。', place: '第一处不同：工作表“{sheet}”的单元格 {cell}。', forged: '文件里的签名不是由本中心的密钥生成的。', unknown: '本中心没有签发过这个编号。请核对编号，或直接上传文件。', unknownFile: '文件中没有本中心签发的编号。', unreadable: '这不是本中心签发的 Excel 或 PDF 文件，或者其中含有公式、特殊格式。',
      },
      kind: { dossier: '晋升档案', certificate: '晋升证书', honor: '荣誉证书' }, what: '种类', issued: '签发时间', withdrawnAt: '撤回时间', centre: '签发单位', sha: '内容摘要 SHA-256', key: '签名密钥', name: '姓名（部分隐去）', says: '内容', privacy: '核验页不显示文件以外的个人信息。',
    },
  },
  en: {
    dossiers: {
      title: 'Career dossiers', lead: 'Every dossier has a number and a digital signature, so that anybody can check it later.', mine: 'My dossiers and certificates', mineLead: 'From the notice of a round on you can download your own dossier here. It is signed and can be checked at any time.', make: 'New dossier', whose: 'Which kind of dossier', byCycle: 'Of a round', byDay: 'As of a day', cycle: 'Promotion round', pick: 'Choose a round', day: 'As of', dayHint: 'Only what lies before this day', go: 'Make and sign', number: 'Number', who: 'Agent', about: 'About', issued: 'Issued', by: 'Issued by', files: 'Download', none: 'No dossier has been signed yet', noneHint: 'Choose a round and an agent to make one.', mineNone: 'No dossier to download yet', mineNoneHint: 'After a round has told you its result, your dossier appears here.', erased: 'personal data erased', asOf: 'as of {day}', open: 'Open', print: 'Print', back: 'Back to the dossiers', nothing: 'Nothing on record.', signature: 'Content digest', check: 'Check it', filter: 'Find an agent',
      noCycle: 'No round to choose yet', system: 'system', get: 'Get my dossier',
    },
    certificates: {
      title: 'Certificates', lead: 'Certificates for everybody promoted in a round, in both languages, ready for print.', make: 'Make certificates', running: 'Being made: {done} of {total}', ready: 'Certificates ready: {total}', all: 'Download all for the printer', none: 'No certificates yet', noneHint: 'Once a round has given notice, choose it here to make them all.', mineNone: 'No certificates yet', mineNoneHint: 'When you are promoted your certificate appears here.',
    },
    verify: {
      title: 'Is it genuine?', lead: 'Enter the number, or upload the workbook or PDF you were given: you learn whether this centre signed it, and whether anything was changed since.', number: 'Number', example: 'such as D2026-7K3M-9Q2X', check: 'Check', file: 'Upload a file', drop: 'Choose a file, or drop it here', types: 'Excel (.xlsx) or PDF, up to 8 MB. It is only checked, never kept.', large: 'The file is larger than 8 MB.', checking: 'Checking…', language: '中文', another: 'Check another',
      answer: { genuine: 'Genuine', withdrawn: 'Withdrawn', changed: 'Changed', forged: 'Not signed by us', unknown: 'Not found', unreadable: 'Cannot be read' },
      hint: {
        withdrawn: 'This centre issued it and has withdrawn it since, because what it was for no longer stands. It is not valid any more.', number: 'This number was issued by this centre. Upload the file to be sure that its content was not changed.', exact: 'It is exactly the file that was issued.', many: 'It is exactly the file that was issued. It holds {n} documents, each with a number of its own to check.', saved: 'It was saved again since, but every cell is as it was signed.', changed: 'It was issued by this centre, but its content is no longer what was signed.', place: 'First difference: sheet “{sheet}”, cell {cell}.', forged: 'The signature inside was not made with a key of this centre.', unknown: 'This centre has issued no such number. Look at it again, or upload the file itself.', unknownFile: 'The file carries no number that this centre issued.', unreadable: 'This is no workbook or PDF of this centre, or it holds formulas or formats of its own.',
      },
      kind: { dossier: 'Career dossier', certificate: 'Certificate of promotion', honor: 'Certificate of honor' }, what: 'What', issued: 'Issued', withdrawnAt: 'Withdrawn', centre: 'Issued by', sha: 'Content SHA-256', key: 'Signing key', name: 'Name, partly hidden', says: 'It says', privacy: 'This page tells nothing personal beyond what the file itself says.',
    },
  },
}
