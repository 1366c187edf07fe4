import assert from 'node:assert/strict';
import path from 'node:path';
import {after, before} from 'node:test';
import {pathToFileURL} from 'node:url';
import puppeteer from 'puppeteer-core';

/** Where ReportChromium has put the pages to test. */
export const reports = process.env.REPORTS;

let browser;

/** Starts the browser before the tests of a file, and ends it after them. */
export function withBrowser() {
    before(async () => {
        // The sandbox cannot be had by root, and the pages are our own.
        browser = await puppeteer.launch({executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox']});
    });
    after(() => browser?.close());
}

/** A page opened from disk, and all that it did beside showing itself. */
export class Opened {
    constructor(page) {
        this.page = page;
        this.requests = [];
        this.complaints = [];
        page.on('request', request => this.requests.push(request.url()));
        page.on('console', message => this.complaints.push(message.text()));
        page.on('pageerror', error => this.complaints.push(String(error)));
    }

    static async blank({width = 1440, height = 900, scheme = 'light'} = {}) {
        const context = await browser.createBrowserContext();
        const opened = new Opened(await context.newPage());
        await opened.page.setViewport({width, height});
        await opened.page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: scheme}]);
        await opened.page.evaluateOnNewDocument(() => {
            window.violations = [];
            document.addEventListener('securitypolicyviolation', event =>
                window.violations.push(event.violatedDirective + ' ' + event.blockedURI));
        });
        return opened;
    }

    async goto(name, fragment = '') {
        this.url = pathToFileURL(path.join(reports, name)).href;
        await this.page.goto(this.url + fragment);
        await this.page.waitForSelector('html[data-ready], #broken:not([hidden])');
    }

    /** Fails when the page asked for anything but its own file, ran against its policy, or wrote to the console. */
    async assertQuiet() {
        assert.deepEqual(this.requests.filter(url => url.split('#')[0] !== this.url), []);
        assert.deepEqual(await this.page.evaluate(() => window.violations), []);
        assert.deepEqual(this.complaints, []);
    }

    text(selector) {
        return this.page.$eval(selector, element => element.textContent);
    }

    value(selector) {
        return this.page.$eval(selector, element => element.value);
    }

    /** What the address says. */
    async state() {
        return Object.fromEntries(new URLSearchParams(new URL(this.page.url()).hash.slice(1)));
    }

    async moment() {
        return Number(await this.value('#slider'));
    }

    async fill(selector, text) {
        await this.page.$eval(selector, (element, value) => {
            element.value = value;
            element.dispatchEvent(new Event('input', {bubbles: true}));
        }, text);
    }

    /** Asks in the page's own form. */
    async ask(asked, moment) {
        await this.fill('#path', asked);
        await this.fill('#moment', moment);
        await this.page.click('#ask button');
        await this.settled();
    }

    /** Waits for what is drawn in the next frames. */
    settled() {
        return this.page.evaluate(() => new Promise(resolve =>
            requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0)))));
    }

    /** Waits until something is so in the page. */
    until(condition, ...args) {
        return this.page.waitForFunction(condition, {polling: 20}, ...args);
    }
}

/** Runs a test with a page that is open. */
export function onPage(name, options, action) {
    return async () => {
        const opened = await Opened.blank(options);
        try {
            await opened.goto(name, options.fragment);
            await action(opened);
        } finally {
            await opened.page.browserContext().close();
        }
    };
}
