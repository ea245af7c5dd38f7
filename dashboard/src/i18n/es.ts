/** Every sentence of the page in Spanish; `en.ts` has to have the same ones. */

const plural = (n: number, count: string, one: string, many: string) => `${count} ${n === 1 ? one : many}`;

export const es = {
  subtitle: 'Consumo de electricidad',
  skip: 'Ir al contenido',
  language: 'Idioma',
  languageName: 'Español',
  theme: { label: 'Tema', auto: 'Automático', light: 'Claro', dark: 'Oscuro' },
  version: (version: string) => `Versión ${version}`,
  published: (moment: string) => `Datos del ${moment}`,
  docs: 'API',

  search: {
    label: 'Buscar un usuario por id, nombre o medidor',
    placeholder: 'Buscar usuario',
    key: 'Tecla /',
    searching: 'Buscando…',
    none: (q: string) => `Ningún usuario coincide con «${q}».`,
    more: (n: number, count: string) => plural(n, count, 'usuario más', 'usuarios más') + ': escriba algo más preciso.',
    found: (n: number, count: string) => plural(n, count, 'usuario encontrado', 'usuarios encontrados'),
    battery: 'Batería',
    meter: 'Medidor',
  },

  ciclo: {
    open: 'Ciclo abierto',
    closed: 'Ciclo cerrado',
    range: (from: string, to: string, days: number) => `Del ${from} al ${to} (${days} días)`,
    kwh: 'Consumo del ciclo',
    perDay: 'Por día',
    read: 'Medidores leídos',
    readOf: (read: string, supplied: string) => `${read} de ${supplied}`,
    findings: 'Hallazgos',
    findingsNote: 'Lecturas por revisar',
    noFindings: 'Nada que revisar',
    versus: (change: string) => `${change} vs. ciclo anterior`,
    versusYear: (change: string) => `${change} vs. hace un año`,
  },

  baterias: {
    title: 'Baterías',
    caption: 'Consumo de cada batería en el ciclo, y cuánto varía por día',
    name: 'Batería',
    kwh: 'kWh',
    previous: 'Ciclo anterior',
    year: 'Hace un año',
    read: 'Leídos',
    findings: 'Hallazgos',
    total: 'Total',
    note: 'Variaciones del consumo por día, entre los usuarios leídos en ambos ciclos.',
  },

  usuarios: {
    title: (bateria: string) => `Usuarios de ${bateria}`,
    name: 'Usuario',
    more: 'Mostrar más',
    shown: (shown: string, total: string) => `${shown} de ${total}`,
  },

  chart: {
    of: { total: 'Consumo total', bateria: 'Batería', usuario: 'Usuario' },
    back: 'Ver el total',
    unit: 'kWh por ciclo',
    unitDay: 'kWh por día',
    measure: 'Medida',
    history: 'Consumo',
    trend: 'Tendencia',
    forecast: 'Pronóstico',
    band: (level: string) => `Intervalo del ${level}`,
    estimated: 'Lectura estimada',
    questionable: 'Por revisar',
    help: 'Gráfico de consumo. Con las flechas se recorre ciclo a ciclo.',
    between: (low: string, high: string) => `${low} a ${high}`,
    missing: 'sin lectura',
    table: 'Ver los datos en una tabla',
    ciclo: 'Ciclo',
    days: 'Días',
  },

  model: {
    preparing: 'Pronóstico en preparación; aparecerá aquí en cuanto esté listo.',
    error: (model: string, wape: string) => `Pronóstico «${model}»: en la prueba se equivocó en promedio un ${wape} del consumo`,
    naive: (wape: string) => `repetir el año anterior se habría equivocado en un ${wape}`,
    untested: (model: string) => `Pronóstico «${model}», todavía sin prueba con datos de este libro.`,
  },

  sentence: {
    subject: { total: 'El consumo total', bateria: (id: string) => `La batería ${id}`, usuario: (id: string) => `El usuario ${id}` },
    used: (kwh: string, ciclo: string, perDay: string) => ` fue de ${kwh} kWh en ${ciclo} (${perDay} kWh por día)`,
    consumed: (kwh: string, ciclo: string, perDay: string) => ` consumió ${kwh} kWh en ${ciclo} (${perDay} kWh por día)`,
    none: (ciclo: string) => ` no tiene consumo conocido en ${ciclo}.`,
    more: (size: string) => `${size} más por día que`,
    less: (size: string) => `${size} menos por día que`,
    same: 'por día lo mismo que',
    previous: 'en el ciclo anterior',
    year: 'un año antes',
    and: 'y',
    partial: ' Es el ciclo abierto: todavía faltan lecturas.',
    expected: (kwh: string, ciclo: string) => ` Se esperan unos ${kwh} kWh en ${ciclo}`,
    likely: (low: string, high: string, level: string) => ` (entre ${low} y ${high} con una probabilidad del ${level})`,
  },

  state: {
    loading: 'Cargando…',
    retry: 'Reintentar',
    newData: 'Hay datos nuevos.',
    refresh: 'Mostrarlos',
    offline: 'No se pudo hablar con el servidor.',
    offlineHelp: 'Compruebe que «consumo servir» esté en marcha y vuelva a intentarlo. Lo que ya está en pantalla no se ha actualizado.',
    refused: 'El servidor no pudo responder.',
    notFound: 'Eso no está en los datos publicados.',
    emptyTitle: 'Todavía no hay datos',
    emptyText: 'Importe el libro de lecturas y esta página se llenará sola:',
    emptySample: '¿No tiene uno a mano? Con estas dos órdenes se crea uno de muestra y se importa:',
    emptyFile: 'lecturas.xlsx',
    emptySampleFile: 'ejemplo.xlsx',
  },

  token: {
    title: 'Este servidor pide un token',
    text: 'Lo muestra la terminal la primera vez que se inicia, y queda en la carpeta de datos. Se guarda solo en esta pestaña.',
    label: 'Token',
    wrong: 'Ese token no es el de este servidor.',
    send: 'Entrar',
  },
};

export type Texts = typeof es;
